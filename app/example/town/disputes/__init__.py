"""The disputes of the example, told as stories: each happened on its own days, through the use cases of real ones."""

from __future__ import annotations

from app.example.town.disputes import afterwards, agreed, first_list, from_outside, moved

STORIES = (*first_list.STORIES, *moved.STORIES, *agreed.STORIES, *afterwards.STORIES, *from_outside.STORIES)
