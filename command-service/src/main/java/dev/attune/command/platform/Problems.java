package dev.attune.command.platform;

import dev.attune.eventstore.append.OutcomeUnknownException;
import dev.attune.eventstore.append.OverloadedException;
import dev.attune.eventstore.stream.ContentionException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;

/** Which problem an exception of the store is. */
public final class Problems {

  private static final Duration SOON = Duration.ofSeconds(1);

  private Problems() {}

  /** The problem to answer with; of status 500 if the exception is none that is expected. */
  public static ProblemException of(Throwable thrown) {
    Throwable cause = unwrapped(thrown);
    return switch (cause) {
      case ProblemException problem -> problem;
      case OverloadedException overloaded -> overloaded(overloaded);
      case ContentionException contention -> contention();
      case OutcomeUnknownException unknown -> storeAway();
      case ClockOffException off -> clockOff(off);
      default -> isStoreAway(cause) ? storeAway() : internal();
    };
  }

  /** What is inside of the wrappings of futures. */
  public static Throwable unwrapped(Throwable thrown) {
    Throwable cause = thrown;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** The store cannot be reached or did not say what became of the request. */
  public static ProblemException storeAway() {
    return new ProblemException(
            HttpStatus.SERVICE_UNAVAILABLE,
            "store-unavailable",
            "The event store is not available",
            "The event store did not answer; whether this was stored is not known. Send it again with the same ids:"
                + " nothing is stored twice.")
        .retryAfter(SOON);
  }

  private static ProblemException overloaded(OverloadedException overloaded) {
    return new ProblemException(
            HttpStatus.TOO_MANY_REQUESTS,
            "overloaded",
            "Too much at once",
            "The service is at its limit and did not take everything. Send it again later with the same ids.")
        .retryAfter(overloaded.retryAfter());
  }

  private static ProblemException contention() {
    return new ProblemException(
            HttpStatus.SERVICE_UNAVAILABLE,
            "contention",
            "Too many changes of one profile at once",
            "Other nodes changed the profile again and again. Nothing was stored; send it again.")
        .retryAfter(SOON);
  }

  private static ProblemException clockOff(ClockOffException off) {
    return new ProblemException(
            HttpStatus.SERVICE_UNAVAILABLE, "clock-off", "The clock of this node is off", String.valueOf(off.getMessage()))
        .retryAfter(Duration.ofSeconds(5));
  }

  private static ProblemException internal() {
    return new ProblemException(
        HttpStatus.INTERNAL_SERVER_ERROR,
        "internal",
        "Something went wrong on our side",
        "An unexpected error, which is in the log of the service. Sending it again with the same ids is safe.");
  }

  private static boolean isStoreAway(Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof SQLException || each instanceof DataAccessException) {
        return true;
      }
    }
    return false;
  }
}
