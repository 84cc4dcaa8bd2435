package dev.attune.command.collect;

import dev.attune.command.platform.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** What became of one item. */
sealed interface Result {

  /** The client's id of it, or the new one; null if there is none that can be told back. */
  @Nullable String messageId();

  /** Stored, now or before. */
  record Stored(String messageId, Kept kept) implements Result {}

  /** In quarantine, durable. */
  record Quarantined(@Nullable String messageId, List<String> reasons) implements Result {}

  /** Not stored as far as is known; the client is to send it again. */
  record Refused(@Nullable String messageId, ProblemException problem) implements Result {

    /** True if the service had too much to do. */
    boolean isShed() {
      return problem.status() == HttpStatus.TOO_MANY_REQUESTS;
    }
  }
}
