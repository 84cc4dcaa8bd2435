package dev.attune.contracts.wire.avro;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** The schema files of all revisions, below one folder of the class path. */
final class EventSchemas {

  /** Property of a field that marks it as personal. */
  static final String PERSONAL = "personal";

  private final String root;

  EventSchemas(String root) {
    this.root = root;
  }

  /** The schema as it is in the file. */
  Schema load(String name, int revision) {
    String path = "%s/%s/%d.avsc".formatted(root, name, revision);
    try (InputStream file = EventSchemas.class.getResourceAsStream(path)) {
      if (file == null) {
        throw new IllegalStateException("There is no schema of %s revision %d: %s".formatted(name, revision, path));
      }
      return new Schema.Parser().parse(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean isPersonal(Schema.Field field) {
    return Boolean.TRUE.equals(field.getObjectProp(PERSONAL));
  }

  /** What the data bytes are: the fields that are not personal. */
  static Schema data(Schema whole) {
    return part(whole, whole.getName(), false);
  }

  /** What the sealed bytes are: the personal fields. */
  static Schema sealed(Schema whole) {
    return part(whole, whole.getName() + "Sealed", true);
  }

  private static Schema part(Schema whole, String name, boolean personal) {
    List<Schema.Field> fields = new ArrayList<>();
    for (Schema.Field field : whole.getFields()) {
      if (isPersonal(field) == personal) {
        fields.add(new Schema.Field(field, field.schema()));
      }
    }
    return Schema.createRecord(name, whole.getDoc(), whole.getNamespace(), false, fields);
  }
}
