"""A property that is worked out when it is first asked for, and kept."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class once(Generic[T]):
    """As functools.cached_property, which on Python 3.11 holds one lock for all instances: tasks that wait deadlock."""

    def __init__(self, function: Callable[[Any], T]) -> None:
        self._function = function
        self._name = function.__name__
        self.__doc__ = function.__doc__

    def __get__(self, instance: Any, _owner: Any = None) -> T:
        value = instance.__dict__[self._name] = self._function(instance)
        return value
