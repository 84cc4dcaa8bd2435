package dev.attune.eventstore.append;

import dev.attune.contracts.wire.Encoded;
import java.util.UUID;

/** An event as a row of {@code batch_event}. All but two fields are known before the lock is taken. */
final class EventRow {

  private static final int FIELDS = 15;

  /** Length, number of fields, and for each field before it type and length. */
  private static final int UNIT_AT = 4 + 4 + 8;

  private static final int TYPE_AT = UNIT_AT + 4 + 8;

  private EventRow() {}

  /** The row without the number of its unit and that of its name, to be filled in by {@link #add}. */
  static byte[] of(UUID stream, long version, NewEvent event, long occurredMicros, int checksum, byte[] chain) {
    Encoded encoded = event.event();
    byte[] sealed = encoded.sealed();
    Rows row = new Rows(300 + encoded.data().length + (sealed == null ? 0 : sealed.length));
    row.begin(FIELDS).put(0).put((short) 0).put((short) encoded.revision()).put(version).time(occurredMicros);
    row.put(checksum).put(stream).put(event.eventId()).put(event.correlation()).put(event.causation());
    row.put(event.sealedWith()).uuid(chain).put(encoded.data()).put(sealed).put(event.traceparent()).end();
    return row.rows();
  }

  static void add(Rows to, byte[] row, int unit, short type) {
    int at = to.add(row);
    to.at().putInt(at + UNIT_AT, unit).putShort(at + TYPE_AT, type);
  }
}
