# Two words to remember: `make run` and `make test`.  Everything lives in .venv, node_modules and instance/.
# The first run needs the network; every later one starts in seconds without it.

BIN    := .venv/bin
# The first Python on this machine that is new enough; set PYTHON=... to choose another.
ifndef PYTHON
PYTHON := $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
endif

.DEFAULT_GOAL := help
.PHONY: help setup run test test-all check bench fmt demo lock assets python

help:
	@echo 'make run    准备好一切并打开系统 (set up and serve http://127.0.0.1:8000)'
	@echo 'make run DATE=2026-12-20   练习：把示例镇当作那一天来用 (the example town on another day)'
	@echo 'make test   跑测试 (run the tests)'
	@echo 'make test-all   连同最长的那几轮也跑 (also the long campaigns: many minutes)'
	@echo 'make check  查代码的写法 (lint, types, floors, locks, diagrams)'
	@echo 'make bench  量一量算得多快，并拿十万个日期核对 (benchmarks: some minutes)'
	@echo 'make demo   用网页走完两个案子，文书写进 demo-out (two whole cases, PDFs in demo-out)'
	@echo 'make setup | fmt | lock | assets   只装环境 | 整理代码 | 更新版本锁 | 重做前端文件'

python:
	@$(if $(PYTHON),true,echo '没有找到 Python 3.11 或更新的版本，请先安装（Debian：apt-get install python3 python3-venv）。' \
	  'No Python 3.11 or newer was found; please install it first.' && exit 1)

setup: python
	@$(PYTHON) tools/setup.py

run: setup
	@$(if $(DATE),JIEYOU_PRETEND_DATE=$(DATE)) exec $(BIN)/flask serve

# One worker more than processors: while one waits for a database or a browser, another works.
WORKERS := $(shell expr $$(nproc 2>/dev/null || echo 2) + 1)

# What Python compiled is kept in __pycache__, also where the machine says otherwise: the tests start many processes.
test test-all: export PYTHONDONTWRITEBYTECODE :=

test: python
	@$(PYTHON) tools/setup.py --tests
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

test-all: python
	@$(PYTHON) tools/setup.py --tests
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --thorough -m ""

check: python
	@$(PYTHON) tools/setup.py --tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/lock.py --check
	$(BIN)/flask diagram check

bench: python
	@$(PYTHON) tools/setup.py --tests
	@$(BIN)/python -m benchmarks

fmt: python
	@$(PYTHON) tools/setup.py --tests
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

demo: setup
	@exec $(BIN)/flask demo

lock: python
	@$(PYTHON) tools/setup.py --tests
	$(BIN)/python tools/lock.py

assets: python
	@$(PYTHON) tools/setup.py --rebuild-assets
