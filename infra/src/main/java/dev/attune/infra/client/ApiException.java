package dev.attune.infra.client;

/** A service refused a request, or could not be reached for as long as the caller was willing to wait. */
public final class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;

  public ApiException(int status, String message) {
    super(message);
    this.status = status;
  }

  ApiException(String message, Throwable cause) {
    super(message, cause);
    this.status = 0;
  }

  /** The HTTP status; 0 if there was no answer. */
  public int status() {
    return status;
  }
}
