package dev.attune.eventstore.autoconfigure;

import dev.attune.eventstore.append.AppenderOptions;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the store; all may be left out.
 *
 * @param migrate whether to bring the schema {@code attune} to this version's state at the start; needs its owner's rights
 * @param queuedUnits how many units of work may wait to be stored; more are refused
 * @param queuedBytes how many bytes of events may wait to be stored; more are refused
 * @param batchEvents most events of one commit
 * @param batchBytes most bytes of one commit
 * @param answerWithin how long a lost database is waited for before an append fails
 * @param partitionSize positions in one partition of the log, at least 10,000
 * @param poll how often tracking processors that wait ask for what other nodes have stored; of this node's events they hear
 *     at once
 */
@ConfigurationProperties("attune.event-store")
record EventStoreProperties(
    @DefaultValue("true") boolean migrate,
    @DefaultValue("20000") int queuedUnits,
    @DefaultValue("64MB") DataSize queuedBytes,
    @DefaultValue("1000") int batchEvents,
    @DefaultValue("4MB") DataSize batchBytes,
    @DefaultValue("15s") Duration answerWithin,
    @DefaultValue("10000000") long partitionSize,
    @DefaultValue("20ms") Duration poll) {

  AppenderOptions appender() {
    return new AppenderOptions(
        queuedUnits, queuedBytes.toBytes(), batchEvents, batchBytes.toBytes(), answerWithin, partitionSize);
  }
}
