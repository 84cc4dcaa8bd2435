package dev.attune.query.profile;

import dev.attune.query.problem.Problem;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which fields of an answer a request asks for: all that are usual, or those that it names. */
final class Fields {

  private static final Map<String, RecordComponent> KNOWN =
      Arrays.stream(PersonAnswer.class.getRecordComponents())
          .collect(Collectors.toMap(RecordComponent::getName, component -> component));

  private final Set<String> named;

  private Fields(Set<String> named) {
    this.named = named;
  }

  /**
   * @param list names with commas between them; null: the usual ones
   * @throws Problem {@code bad-request} if there is no field of a name
   */
  static Fields of(@Nullable String list) {
    Set<String> named = new LinkedHashSet<>();
    for (String name : list == null ? new String[0] : list.split(",")) {
      if (!KNOWN.containsKey(name.strip())) {
        throw new Problem(
            Problem.Kind.BAD_REQUEST,
            "There is no field '%s'; there are %s".formatted(name, String.join(", ", KNOWN.keySet().stream().sorted().toList())));
      }
      named.add(name.strip());
    }
    return new Fields(named);
  }

  /** True if the field is asked for by its name. */
  boolean names(String field) {
    return named.contains(field);
  }

  /** The answer, or what is asked for of it, with the id and the moment that it is evaluated at. */
  Object of(PersonAnswer answer) {
    if (named.isEmpty()) {
      return answer;
    }
    Map<String, @Nullable Object> picked = new LinkedHashMap<>();
    picked.put("id", answer.id());
    picked.put("evaluatedAt", answer.evaluatedAt());
    for (String name : named) {
      picked.put(name, value(answer, name));
    }
    return picked;
  }

  private static @Nullable Object value(PersonAnswer answer, String name) {
    try {
      RecordComponent component = KNOWN.get(name);
      return component == null ? null : component.getAccessor().invoke(answer);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException("A record's component can be read", impossible);
    }
  }
}
