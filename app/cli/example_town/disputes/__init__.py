"""The disputes of the example, told as stories: each happened on its own days, through the deeds of real ones."""

from __future__ import annotations

from app.cli.example_town.disputes import first_list

STORIES = (*first_list.STORIES,)
