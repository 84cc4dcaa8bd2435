package dev.attune.contracts.wire.avro;

import dev.attune.contracts.Stored;
import dev.attune.contracts.wire.Encoded;
import dev.attune.contracts.wire.MalformedBytesException;
import dev.attune.contracts.wire.UnknownEventException;
import java.util.List;
import org.apache.avro.Schema;

/** One event type with everything that was ever written of it. */
final class StoredType {

  private final String name;
  private final RecordType type;
  private final Slot[] data;
  private final Slot[] sealed;
  private final Revision[] revisions;

  StoredType(Class<?> event, EventSchemas schemas) {
    Stored stored = event.getAnnotation(Stored.class);
    if (stored == null) {
      throw new IllegalStateException("%s is not marked @Stored".formatted(event));
    }
    this.name = stored.name();
    this.type = new RecordType(event);
    Schema newest = schemas.load(name, stored.revision());
    List<Slot> slots = Binder.slots(type, newest);
    this.data = slots.stream().filter(slot -> !slot.personal()).toArray(Slot[]::new);
    this.sealed = slots.stream().filter(Slot::personal).toArray(Slot[]::new);
    this.revisions = new Revision[stored.revision()];
    for (int i = 0; i < revisions.length; i++) {
      revisions[i] = Revision.between(schemas.load(name, i + 1), newest, slots);
    }
  }

  Class<?> type() {
    return type.type();
  }

  String name() {
    return name;
  }

  Encoded encode(Object event) {
    BinaryOut out = new BinaryOut();
    for (Slot slot : data) {
      slot.write(event, out);
    }
    int border = out.size();
    if (sealed.length == 0) {
      return new Encoded(name, revisions.length, out.copy(0, border), null);
    }
    for (Slot slot : sealed) {
      slot.write(event, out);
    }
    return new Encoded(name, revisions.length, out.copy(0, border), out.copy(border, out.size()));
  }

  Object decode(Encoded encoded) {
    int revision = encoded.revision();
    if (revision < 1 || revision > revisions.length) {
      throw new UnknownEventException(name, revision);
    }
    try {
      return type.create(revisions[revision - 1].read(encoded.data(), encoded.sealed()));
    } catch (MalformedBytesException e) {
      throw new MalformedBytesException(
          "Event '%s' revision %d cannot be read: %s".formatted(name, revision, e.getMessage()), e);
    }
  }
}
