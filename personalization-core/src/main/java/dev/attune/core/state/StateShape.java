package dev.attune.core.state;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The shape of a state: names and types of the components of its record, and of all records, sealed families and
 * enumerations of ours in them.
 */
public final class StateShape {

  private static final String OURS = "dev.attune.";

  private final Map<String, String> types = new TreeMap<>();

  private StateShape() {}

  /** One line a type, in the order of their names. */
  public static String of(Class<?> root) {
    StateShape shape = new StateShape();
    shape.add(root);
    return shape.types.entrySet().stream()
        .map(type -> type.getKey() + " " + type.getValue())
        .collect(Collectors.joining("\n"));
  }

  /** 16 hexadecimal digits. */
  public static String hash(Class<?> root) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(of(root).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-256", impossible);
    }
  }

  private void add(Type type) {
    switch (type) {
      case ParameterizedType generic -> {
        add(generic.getRawType());
        for (Type argument : generic.getActualTypeArguments()) {
          add(argument);
        }
      }
      case Class<?> one when one.getName().startsWith(OURS) && !types.containsKey(one.getName()) -> addOurs(one);
      default -> {}
    }
  }

  private void addOurs(Class<?> type) {
    types.put(type.getName(), "");
    if (type.isRecord()) {
      RecordComponent[] components = type.getRecordComponents();
      types.put(
          type.getName(),
          Arrays.stream(components)
              .map(component -> component.getName() + ": " + component.getGenericType().getTypeName())
              .collect(Collectors.joining(", ", "(", ")")));
      for (RecordComponent component : components) {
        add(component.getGenericType());
      }
    } else if (type.isSealed()) {
      Class<?>[] family = type.getPermittedSubclasses();
      types.put(type.getName(), Arrays.stream(family).map(Class::getName).collect(Collectors.joining(" | ")));
      for (Class<?> member : family) {
        add(member);
      }
    } else if (type.isEnum()) {
      types.put(type.getName(), Arrays.toString(type.getEnumConstants()));
    } else {
      throw new IllegalStateException(
          type + " shows no shape: a state is made of records, sealed families and enumerations");
    }
  }
}
