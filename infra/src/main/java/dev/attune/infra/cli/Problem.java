package dev.attune.infra.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a service says about a request that it refused: problem details as in RFC 9457, as people read them. */
public record Problem(int status, String title, String detail, List<String> errors) {

  private static final int LONGEST_BODY = 300;

  public Problem {
    errors = List.copyOf(errors);
  }

  /** Reads the body of an answer; one that is no problem detail is shown as it is, shortened. */
  public static Problem parse(int status, String body) {
    try {
      JsonNode node = JsonMapper.shared().readTree(body);
      if (node.isObject() && node.has("title")) {
        List<String> errors = new ArrayList<>();
        node.path("errors").forEach(error -> errors.add(line(error)));
        return new Problem(status, node.path("title").asString(""), node.path("detail").asString(""), errors);
      }
    } catch (JacksonException e) {
      // shown as it is
    }
    String shown = body.length() > LONGEST_BODY ? body.substring(0, LONGEST_BODY) + "..." : body;
    return new Problem(status, "The service refused", shown.strip(), List.of());
  }

  /** Title with status, then the detail and one line for each error. */
  public String text() {
    StringBuilder text = new StringBuilder(title).append(" (").append(status).append(')');
    if (!detail.isEmpty()) {
      text.append("\n  ").append(detail);
    }
    errors.forEach(error -> text.append("\n  - ").append(error));
    return text.toString();
  }

  private static String line(JsonNode error) {
    if (!error.isObject()) {
      return error.asString(error.toString());
    }
    List<String> parts = new ArrayList<>();
    error.properties().forEach(entry -> {
      String value = entry.getValue().isValueNode() ? entry.getValue().asString("") : entry.getValue().toString();
      parts.add(isText(entry.getKey()) ? value : entry.getKey() + " " + value);
    });
    return String.join(": ", parts);
  }

  private static boolean isText(String name) {
    return List.of("message", "detail", "title", "reason").contains(name);
  }
}
