package dev.attune.eventstore.stream;

/**
 * Limits of mailboxes.
 *
 * @param waiting how many commands of one stream may wait
 * @param together most commands of one stream that are decided and sent in one chain
 * @param cachedWeight total weight of the states kept in memory; a state weighs 1 unless told otherwise
 * @param tries how often in a row a stream may be lost to another node before the commands fail
 */
public record MailboxOptions(int waiting, int together, long cachedWeight, int tries) {

  /** 1,000 waiting, 500 together, 50,000 states, 12 tries. */
  public static final MailboxOptions DEFAULT = new MailboxOptions(1_000, 500, 50_000, 12);

  public MailboxOptions waiting(int commands) {
    return new MailboxOptions(commands, together, cachedWeight, tries);
  }

  public MailboxOptions cachedWeight(long weight) {
    return new MailboxOptions(waiting, together, weight, tries);
  }
}
