package dev.attune.query.projection;

import dev.attune.core.definition.Insights;
import org.jspecify.annotations.Nullable;

/** What marketers want to know of people, now and as it was at past positions. Thread-safe. */
public interface InsightsHistory {

  /** Nothing is ever defined. */
  InsightsHistory NOTHING =
      new InsightsHistory() {
        @Override
        public Insights latest() {
          return Insights.NONE;
        }

        @Override
        public Insights asOf(long position) {
          return Insights.NONE;
        }
      };

  /** The newest ones; null until all that were there have been read. */
  @Nullable Insights latest();

  /** Those of a position; null if they have not come here yet. */
  @Nullable Insights asOf(long position);
}
