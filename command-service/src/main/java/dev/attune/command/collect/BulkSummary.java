package dev.attune.command.collect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a bulk request: received = accepted + duplicate + quarantined.
 *
 * @param received lines that are not blank
 * @param accepted stored now
 * @param duplicate stored before, or earlier in the same request
 * @param quarantined could not be read; kept
 * @param position the highest position of the request, opaque; null if nothing was stored
 * @param rejected the first quarantined lines
 * @param rejectedOmitted how many more there are
 */
record BulkSummary(
    long received,
    long accepted,
    long duplicate,
    long quarantined,
    @Nullable String position,
    List<RejectedLine> rejected,
    long rejectedOmitted) {

  /**
   * A quarantined line.
   *
   * @param line number, from 1, blank lines counted
   * @param messageId the client's; null if there is none that can be told back
   * @param error why
   */
  record RejectedLine(long line, @Nullable String messageId, InteractionEndpoint.ItemError error) {

    static RejectedLine of(long line, @Nullable String messageId, List<String> reasons) {
      return new RejectedLine(line, messageId, InteractionEndpoint.ItemError.unreadable(reasons));
    }
  }
}
