"""The errors of the service's model, with its HTTP status codes: 409 also for what does not exist."""

from moto.core.exceptions import JsonRESTError


class ServiceException(JsonRESTError):
    """An error named after its class."""

    def __init__(self, message: str) -> None:
        super().__init__(type(self).__name__, message)


class ResourceNotFoundException(ServiceException):
    code = 409


class ConflictException(ServiceException):
    code = 409


class DisabledOperationException(ServiceException):
    code = 409


class ResourceAlreadyExistsException(ServiceException):
    code = 409


class AccessDeniedException(ServiceException):
    code = 403


class ValidationException(ServiceException):
    code = 400


def busy() -> ValidationException:
    """Return what the service answers while the domain is being changed."""
    return ValidationException(
        "A change/update is in progress. Please wait for it to complete before requesting another change."
    )
