package dev.attune.command.decision;

/** The request id was used before, for another person or placement. */
final class RequestIdReusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RequestIdReusedException(String requestId) {
    super("Request id '%s' was used before for another person or placement; give each request an id of its own"
        .formatted(requestId));
  }
}
