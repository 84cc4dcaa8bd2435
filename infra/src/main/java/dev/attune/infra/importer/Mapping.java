package dev.attune.infra.importer;

import dev.attune.infra.client.Interaction;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which column is what.
 *
 * @param fileId what message ids by line know the file by
 * @param messageIds where they come from
 * @param identities column by namespace, the one that names the person best first
 * @param session column of the session id
 * @param time column of the time
 * @param times how it is written
 * @param event where the interaction's name comes from
 * @param properties with their columns
 * @param constants properties that are the same in every row
 */
record Mapping(
    String fileId,
    MessageIds messageIds,
    Map<String, String> identities,
    @Nullable String session,
    @Nullable String time,
    Times times,
    EventName event,
    List<Property> properties,
    Map<String, Object> constants) {

  /**
   * Where the interaction's name comes from.
   *
   * @param column of the name; null: it is always {@code constant}
   * @param constant the name if there is no column
   * @param renamed names of the file by ours; others stay as they are
   */
  record EventName(@Nullable String column, String constant, Map<String, String> renamed) {

    String read(Row row) throws BadRowException {
      if (column == null) {
        return constant;
      }
      String name = row.cell(column);
      if (name == null) {
        throw new BadRowException(column + ": empty, so the interaction has no name");
      }
      return renamed.getOrDefault(name, name);
    }
  }

  /** All columns that are read. */
  List<String> columns() {
    return Stream.of(
            identities.values().stream(),
            Stream.ofNullable(session),
            Stream.ofNullable(time),
            Stream.ofNullable(event.column()),
            properties.stream().map(Property::column))
        .flatMap(columns -> columns)
        .toList();
  }

  /** @throws BadRowException with what is wrong with the row */
  Interaction map(Row row) throws BadRowException {
    if (row instanceof Row.Broken broken) {
      throw new BadRowException(broken.reason());
    }
    Map<String, Object> values = new LinkedHashMap<>(constants);
    for (Property property : properties) {
      Object value = property.read(row);
      if (value != null) {
        values.put(property.name(), value);
      }
    }
    return new Interaction(
        messageIds.of(fileId, row),
        people(row),
        event.read(row),
        session == null ? null : row.cell(session),
        occurredAt(row),
        values);
  }

  private Map<String, String> people(Row row) throws BadRowException {
    Map<String, String> named = new LinkedHashMap<>();
    for (Map.Entry<String, String> identity : identities.entrySet()) {
      String value = row.cell(identity.getValue());
      if (value != null) {
        named.put(identity.getKey(), value);
      }
    }
    if (named.isEmpty()) {
      throw new BadRowException(String.join(", ", identities.values()) + ": empty, so nobody is named");
    }
    return named;
  }

  private @Nullable Instant occurredAt(Row row) throws BadRowException {
    if (time == null) {
      return null;
    }
    String text = row.cell(time);
    if (text == null) {
      throw new BadRowException(time + ": empty, so the time is unknown");
    }
    return times.parse(text);
  }
}
