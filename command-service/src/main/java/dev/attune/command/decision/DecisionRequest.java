package dev.attune.command.decision;

import dev.attune.command.platform.json.Bounds;
import dev.attune.contracts.Identity;
import dev.attune.contracts.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/decisions}.
 *
 * @param requestId the caller's id of the request, 1 to 200 characters; the header {@code Idempotency-Key} serves as well
 * @param identities of the person, by namespace: {@code {"user": "u-42", "anonymous": "7f3c"}}
 * @param placement key of the placement
 * @param session the client's session id, 1 to 200 characters; without it the session is derived from inactivity
 * @param context what the caller tells of the moment, for rules to look at
 */
record DecisionRequest(
    @Nullable String requestId,
    @Nullable Map<String, String> identities,
    @Nullable String placement,
    @Nullable String session,
    @Nullable Map<String, Value> context) {

  private static final Pattern NAMESPACE = Pattern.compile("[a-z][a-z0-9_-]{0,31}");
  private static final int LONGEST = 200;
  private static final int LONGEST_IDENTITY = 512;
  private static final int MOST_CONTEXT_BYTES = 32 * 1024;

  /** What is wrong, each with its field; empty if nothing. */
  List<Flaw> flaws(@Nullable String idempotencyKey) {
    List<Flaw> flaws = new ArrayList<>();
    length("requestId", requestId == null ? idempotencyKey : requestId, flaws);
    length("placement", placement, flaws);
    if (session != null) {
      length("session", session, flaws);
    }
    if (context != null) {
      Bounds.violation(context, MOST_CONTEXT_BYTES).ifPresent(what -> flaws.add(new Flaw("context", what)));
    }
    if (identities == null || identities.isEmpty()) {
      flaws.add(new Flaw("identities", "name at least one: {\"user\": \"u-42\"}"));
    } else {
      identities.forEach((namespace, value) -> identity(namespace, value, flaws));
    }
    return flaws;
  }

  /** The identities, the user first. */
  List<Identity> people() {
    List<Identity> people = new ArrayList<>();
    if (identities != null) {
      identities.forEach((namespace, value) -> people.add(new Identity(namespace, value)));
    }
    people.sort((a, b) -> Boolean.compare(isUser(b), isUser(a)));
    return people;
  }

  private static boolean isUser(Identity identity) {
    return identity.namespace().equals(Identity.USER);
  }

  private static void length(String field, @Nullable String text, List<Flaw> flaws) {
    if (!isText(text, LONGEST)) {
      flaws.add(new Flaw(field, "must have 1 to %d printable characters".formatted(LONGEST)));
    }
  }

  private static void identity(String namespace, @Nullable String value, List<Flaw> flaws) {
    if (!NAMESPACE.matcher(namespace).matches()) {
      flaws.add(new Flaw("identities." + namespace, "a namespace is a lower-case word of at most 32 characters"));
    }
    if (!isText(value, LONGEST_IDENTITY)) {
      flaws.add(
          new Flaw("identities." + namespace, "must have 1 to %d printable characters".formatted(LONGEST_IDENTITY)));
    }
  }

  private static boolean isText(@Nullable String text, int longest) {
    return text != null && !text.isEmpty() && text.length() <= longest && Bounds.isClean(text);
  }

  /**
   * One thing that is wrong.
   *
   * @param field where
   * @param message what is wanted
   */
  record Flaw(String field, String message) {}
}
