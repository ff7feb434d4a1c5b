"""The exceptions, named for what is bad.

ProviderError
├── MalformedEvent          not a request of CloudFormation's: nobody to answer
├── NotDelivered            CloudFormation's endpoint did not take the answer
├── NotHandedOver           the function could not invoke itself: Lambda's retry takes over
├── Failed                  the operation ended badly; its text is the reason that the stack shows
│   ├── InvalidRequest      a property is missing, unknown or malformed
│   ├── AlreadyExists       it is there, and the stack has no claim on it
│   ├── InUse               it can't be taken away, most likely for an index uses it
│   ├── Superseded          something newer is wanted of the resource
│   ├── Unconfirmed         no such package, or one that failed: one look proves nothing
│   └── TimedOut            the deadline came before a final status
└── ServiceError            what OpenSearch Service, CloudFormation or DynamoDB answered instead
    ├── Refused             Conflict, Validation or a quota: already so, busy, in use, or too many
    ├── NotFound            ResourceNotFoundException: no such domain or package
    ├── Denied              the function's role lacks a permission
    ├── Unavailable         throttled, a fault of the service's own, or no connection
    │   └── Unreadable      an answer came, but nobody can read it
    ├── Disabled            DisabledOperationException: not offered for this domain
    ├── Unknown             a code that nobody knows, or the call's credentials were refused
    ├── Outdated            somebody else has written the item since it was read
    └── Rejected            the service's model says that it is final
"""


class ProviderError(Exception):
    """The root of the tree: every error that this provider raises on purpose."""


class MalformedEvent(ProviderError):
    """The event lacks what every CloudFormation request has, so there is nobody to answer."""


class NotDelivered(ProviderError):
    """CloudFormation's endpoint did not take the answer in the time left. Never carries the URL."""


class NotHandedOver(ProviderError):
    """The asynchronous invocation of this function by itself was not accepted."""


class Failed(ProviderError):
    """The operation ended badly. The text says what failed, the service's words, and what to do."""

    def __init__(self, text: str, *, label: str = "") -> None:
        super().__init__(text)
        #: How the stack knows the package that the text is about; empty: the text does not say which yet.
        self.label = label


class InvalidRequest(Failed):
    """The properties are wrong; the text names the property."""


class AlreadyExists(Failed):
    """It is there, the stack has no claim on it, and it may not be adopted."""


class InUse(Failed):
    """A package can't be taken away, most likely for an index uses it."""


class Superseded(Failed):
    """Something newer is wanted of the resource; no other look would tell anything else."""


class Unconfirmed(Failed):
    """The service describes no such package, or one that failed. It may be old: another look must show it as well."""


class TimedOut(Failed):
    """No final status by the deadline."""


class ServiceError(ProviderError):
    """An error answer of OpenSearch Service, CloudFormation or DynamoDB."""

    def __init__(self, prefix: str, action: str, words: str) -> None:
        super().__init__(f"{action}: {words}")
        #: The service as IAM names it: "es", "cloudformation" or "dynamodb".
        self.prefix = prefix
        #: The API action, as in IAM without its prefix, such as "AssociatePackage".
        self.action = action
        #: The service's own error code and text.
        self.words = words

    @property
    def code(self) -> str:
        """The service's own error code."""
        return self.words.partition(":")[0]


class Refused(ServiceError):
    """The service does not do it now. Why (already so, busy, in use) is for the next look to tell."""


class NotFound(ServiceError):
    """The domain or the package does not exist."""


class Denied(ServiceError):
    """The role of the function lacks a permission, or has not received it yet."""


class Unavailable(ServiceError):
    """Nothing is known of the call's effect; looking again later is safe."""

    def __init__(
        self, prefix: str, action: str, words: str, *, throttled: bool = False, unreached: bool = False
    ) -> None:
        super().__init__(prefix, action, words)
        #: Whether the service asked for fewer calls.
        self.throttled = throttled
        #: Whether nothing answered at all.
        self.unreached = unreached


class Unreadable(Unavailable):
    """An answer that can't be parsed: what it says, and whether the call was done, nobody knows."""

    def __init__(self, prefix: str, action: str, words: str) -> None:
        super().__init__(prefix, action, words, unreached=True)


class Disabled(ServiceError):
    """The operation is not offered for this domain."""


class Unknown(ServiceError):
    """What nobody knows the meaning of, and what is said of credentials: it may pass."""


class Outdated(ServiceError):
    """A write on condition was not done, for somebody has written since the item was read."""


class Rejected(ServiceError):
    """The service will not do it, and looking again would not change that."""
