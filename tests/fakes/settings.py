"""How the service answers where its model and documents leave it open; a test or a person may set each."""


class Settings:
    """The defaults."""

    #: Every association is a change of the domain, as those of plugins are.
    one_change_at_a_time = False
    #: The plural operations are not offered.
    plural_disabled = False
    #: An association stays ACTIVE at the old version while the new one is brought.
    keeps_active = False
    #: The list of a domain does not show prerequisites and configuration.
    hides_options = False
    #: An object that can't be read makes the package COPY_FAILED, instead of being refused at the call.
    fails_while_copying = False
    #: A package that is COPYING or VALIDATING can't be deleted.
    moving_is_in_use = False
    #: A deleted package is still described, as DELETED.
    describes_deleted = False
