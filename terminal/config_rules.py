"""How one value of a site's file is checked: its kind, its limits and its choices.

Which values there are is in `config.py` and `wiring.py`.  The idea: a rule is data, a
tuple (kind, default[, least, most]), so that a test can try every limit of every rule.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Rules = dict[str, tuple[Any, ...]]
    Choices = dict[str, tuple[str, ...]]

REQUIRED = object()


class ConfigError(Exception):
    """The site's file cannot be used; the text says where, why and what to write."""


def read_section(
    section: str, known: "Rules", choices: "Choices", given: "Any"
) -> "dict[str, Any]":
    """All values of a section, checked, with the defaults of those that are not given."""
    if not isinstance(given, dict):
        raise ConfigError("%s must be a section with names and values" % section)
    for name in sorted(given):
        if name not in known:
            raise ConfigError("%s is not known in %s; known are %s"
                              % (name, section, ", ".join(sorted(known))))  # fmt: skip
    values = {}
    for name in sorted(known):
        where = "%s in %s" % (name, section)
        values[name] = checked(where, known[name], given.get(name))
        if name in choices and values[name] not in choices[name]:
            raise ConfigError("%s must be one of %s" % (where, ", ".join(choices[name])))
    return values


def checked(where: str, rule: "tuple[Any, ...]", given: "Any") -> "Any":
    """The value, or its default."""
    kind, default = rule[0], rule[1]
    if given is None:
        if default is REQUIRED:
            raise ConfigError("%s is missing; write it into the site's file" % where)
        return default
    if type(given) is not kind:
        raise ConfigError("%s must be of kind %s, not %s"
                          % (where, kind.__name__, type(given).__name__))  # fmt: skip
    if kind is int and not rule[2] <= given <= rule[3]:
        raise ConfigError("%s is %d and must be %d to %d" % (where, given, rule[2], rule[3]))
    return given
