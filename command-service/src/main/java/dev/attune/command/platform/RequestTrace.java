package dev.attune.command.platform;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What ties together all that comes from one request.
 *
 * @param correlation UUIDv7, new for each request
 * @param traceparent W3C Trace Context as the client sent it; null if it sent none, or none that is valid
 */
public record RequestTrace(UUID correlation, @Nullable String traceparent) {

  private static final TimeBasedEpochGenerator IDS = Generators.timeBasedEpochGenerator();
  private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  /**
   * A new one.
   *
   * @param traceparent header of that name
   */
  public static RequestTrace of(@Nullable String traceparent) {
    boolean valid = traceparent != null && TRACEPARENT.matcher(traceparent).matches();
    return new RequestTrace(newId(), valid ? traceparent : null);
  }

  /** A new UUIDv7. */
  public static UUID newId() {
    return IDS.generate();
  }
}
