package dev.attune.contracts;

/**
 * One name of a person: {@code anonymous:7f3c…}, {@code user:u-42}, {@code email:ada@example.org}.
 *
 * @param namespace lower-case word, {@code [a-z][a-z0-9_-]{0,31}}
 * @param value as the client sent it, 1 to 512 characters, compared exactly
 */
public record Identity(String namespace, String value) {

  /** Namespace of the ids that clients give to visitors who have not signed in. */
  public static final String ANONYMOUS = "anonymous";

  /** Namespace of the ids that the shop gives to its customers. A profile holds at most one. */
  public static final String USER = "user";

  public static Identity anonymous(String value) {
    return new Identity(ANONYMOUS, value);
  }

  public static Identity user(String value) {
    return new Identity(USER, value);
  }

  @Override
  public String toString() {
    return namespace + ":" + value;
  }
}
