"""The petitions of the example, told as stories: each happened on its own days, through the use cases of real ones."""

from __future__ import annotations

from app.example.town.petitions import answered, in_hand, led_elsewhere, mediated

STORIES = (*in_hand.STORIES, *answered.STORIES, *led_elsewhere.STORIES, *mediated.STORIES)
