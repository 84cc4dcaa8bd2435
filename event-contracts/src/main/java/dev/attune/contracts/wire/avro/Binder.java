package dev.attune.contracts.wire.avro;

import dev.attune.contracts.Personal;
import dev.attune.contracts.value.Value;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * Binds Java types to schemas, once, when a service starts. What does not agree is an {@link IllegalStateException}
 * that names the component.
 */
final class Binder {

  private static final Map<Type, Scalar> SCALARS =
      Map.of(
          String.class, new Scalar("string", Scalars.TEXT),
          boolean.class, new Scalar("boolean", Scalars.FLAG),
          long.class, new Scalar("long", Scalars.LONG),
          Long.class, new Scalar("long", Scalars.LONG),
          int.class, new Scalar("int", Scalars.INT),
          byte[].class, new Scalar("bytes", Scalars.BYTES),
          UUID.class, new Scalar("uuid", Scalars.UUID),
          Instant.class, new Scalar("timestamp-micros", Scalars.TIME));

  private Binder() {}

  /** The slots of a record, in the order of the schema's fields. */
  static List<Slot> slots(RecordType record, Schema schema) {
    List<String> names = record.components().stream().map(RecordComponent::getName).toList();
    List<String> fields = schema.getFields().stream().map(Schema.Field::name).toList();
    if (names.size() != fields.size() || !names.containsAll(fields)) {
      throw new IllegalStateException(
          "%s has the components %s, but its schema the fields %s".formatted(record.type(), names, fields));
    }
    List<Slot> slots = new ArrayList<>();
    for (Schema.Field field : schema.getFields()) {
      slots.add(slot(record, names.indexOf(field.name()), field));
    }
    return slots;
  }

  private static Slot slot(RecordType record, int index, Schema.Field field) {
    RecordComponent component = record.components().get(index);
    String where = "%s of %s".formatted(component.getName(), record.type().getName());
    boolean personal = EventSchemas.isPersonal(field);
    if (personal != component.isAnnotationPresent(Personal.class)) {
      throw new IllegalStateException("%s is personal in its class or in its schema, not in both".formatted(where));
    }
    Schema schema = field.schema();
    boolean nullable = schema.isUnion();
    if (nullable && (schema.getTypes().size() != 2 || schema.getTypes().get(0).getType() != Schema.Type.NULL)) {
      throw new IllegalStateException("%s: a nullable field is [\"null\", type], not %s".formatted(where, schema));
    }
    Shape shape = shape(component.getGenericType(), nullable ? schema.getTypes().get(1) : schema, where);
    return new Slot(field.name(), index, personal, schema, nullable, shape, RecordType.accessor(component));
  }

  private static Shape shape(Type type, Schema schema, String where) {
    Scalar scalar = SCALARS.get(type);
    if (scalar != null && scalar.schema().equals(nameOf(schema))) {
      return scalar.shape();
    }
    if (type == Value.class && schema.getFullName().equals("dev.attune.contracts.Value")) {
      return new ValueShape(schema);
    }
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class && schema.getType() == Schema.Type.ARRAY) {
        return new ListShape(shape(arguments[0], schema.getElementType(), where));
      }
      if (generic.getRawType() == Map.class && arguments[0] == String.class && schema.getType() == Schema.Type.MAP) {
        return new MapShape(shape(arguments[1], schema.getValueType(), where));
      }
    }
    if (type instanceof Class<?> one && one.isEnum() && schema.getType() == Schema.Type.ENUM) {
      return Scalars.symbols(constants(one, schema, where));
    }
    if (type instanceof Class<?> one && one.isRecord() && schema.getType() == Schema.Type.RECORD) {
      RecordType record = new RecordType(one);
      return new RecordShape(record, slots(record, schema));
    }
    throw new IllegalStateException("%s is a %s, to which its schema does not fit: %s".formatted(where, type, schema));
  }

  private static Object[] constants(Class<?> type, Schema schema, String where) {
    Map<String, Object> byName = new HashMap<>();
    Stream.of(type.getEnumConstants()).forEach(constant -> byName.put(((Enum<?>) constant).name(), constant));
    if (!byName.keySet().equals(Set.copyOf(schema.getEnumSymbols()))) {
      throw new IllegalStateException(
          "%s is one of %s, but in its schema of %s".formatted(where, byName.keySet(), schema.getEnumSymbols()));
    }
    return schema.getEnumSymbols().stream().map(byName::get).toArray();
  }

  /** The logical type, if there is one: a long and a time are not the same. */
  private static String nameOf(Schema schema) {
    return schema.getLogicalType() == null ? schema.getType().getName() : schema.getLogicalType().getName();
  }

  private record Scalar(String schema, Shape shape) {}
}
