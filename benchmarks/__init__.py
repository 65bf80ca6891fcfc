"""What it costs, measured: run by hand with ``make bench``, never by the tests.

Each file of this folder with a public function ``run() -> bool`` is one benchmark; ``python -m benchmarks`` runs all of
them, ``python -m benchmarks deadlines`` one.  ``run`` prints what it measured and answers whether what had to be equal
was equal.
"""
