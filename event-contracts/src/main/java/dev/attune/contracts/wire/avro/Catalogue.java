package dev.attune.contracts.wire.avro;

import dev.attune.contracts.wire.Encoded;
import dev.attune.contracts.wire.UnknownEventException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The event types, by class and by stored name. */
final class Catalogue {

  private final Map<Class<?>, StoredType> byClass = new HashMap<>();
  private final Map<String, StoredType> byName = new HashMap<>();

  Catalogue(Collection<Class<?>> types, EventSchemas schemas) {
    for (Class<?> event : types) {
      StoredType type = new StoredType(event, schemas);
      byClass.put(event, type);
      StoredType other = byName.put(type.name(), type);
      if (other != null) {
        throw new IllegalStateException("%s and %s share a stored name".formatted(other.type(), event));
      }
    }
  }

  Encoded encode(Object event) {
    StoredType type = byClass.get(event.getClass());
    if (type == null) {
      throw new IllegalArgumentException("%s is not in the catalogue".formatted(event.getClass()));
    }
    return type.encode(event);
  }

  Object decode(Encoded encoded) {
    StoredType type = byName.get(encoded.name());
    if (type == null) {
      throw new UnknownEventException(encoded.name(), encoded.revision());
    }
    return type.decode(encoded);
  }
}
