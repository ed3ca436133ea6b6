"""Instants as they are typed and shown on the program's clocks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from programs.models import Cycle

from ..forms import in_zone

REST_OF_THE_MINUTE = timedelta(seconds=59, microseconds=999_999)
WALL_CLOCK = "%Y-%m-%dT%H:%M"


class WallClockInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format=WALL_CLOCK)


class ZonedModelForm(forms.ModelForm):
    """Instants are shown and read on the program's clocks. What closes something holds to the minute's end."""

    instants: tuple[str, ...] = ()
    closings: tuple[str, ...] = ()

    def __init__(self, *args, cycle: Cycle, **kwargs) -> None:
        self.cycle = cycle
        super().__init__(*args, **kwargs)
        for name in self.instants:
            self.fields[name].widget = WallClockInput()
            if stored := self.initial.get(name):
                self.initial[name] = stored.astimezone(cycle.zone).replace(tzinfo=None, second=0, microsecond=0)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in self.instants:
            if typed := cleaned.get(name):
                try:
                    cleaned[name] = self.as_instant(name, typed)
                except ValidationError as problem:
                    self.add_error(name, problem)
        return cleaned

    def as_instant(self, name: str, typed: datetime) -> datetime:
        moment = in_zone(typed, self.cycle.zone)
        stored = getattr(self.instance, name)
        if stored and stored.astimezone(self.cycle.zone).replace(second=0, microsecond=0) == moment:
            return stored
        return moment + REST_OF_THE_MINUTE if name in self.closings else moment
