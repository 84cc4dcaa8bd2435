package dev.attune.query.problem;

import java.util.Map;

/** Why a request cannot be answered. Becomes a problem detail. */
public final class Problem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final transient Map<String, Object> members;

  /**
   * @param detail for people: what was wrong, and what to do
   * @param members what programs may want to know
   */
  public Problem(Kind kind, String detail, Map<String, Object> members) {
    super(detail, null, false, false);
    this.kind = kind;
    this.members = members;
  }

  public Problem(Kind kind, String detail) {
    this(kind, detail, Map.of());
  }

  public Kind kind() {
    return kind;
  }

  public Map<String, Object> members() {
    return members;
  }

  /** The kinds of problems, with their HTTP status. The words are for ever. */
  public enum Kind {
    BAD_REQUEST("bad-request", 400, "The request is not understood"),
    UNAUTHORIZED("unauthorized", 401, "The key is missing or wrong"),
    NOT_FOUND("not-found", 404, "There is no such thing"),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "The method is not supported here"),
    NOT_ACCEPTABLE("not-acceptable", 406, "Only JSON is served here"),
    CONFLICT("conflict", 409, "It is not in a state for that"),
    CURSOR_EXPIRED("cursor-expired", 410, "The cursor belongs to another generation of the view"),
    CATCHING_UP("catching-up", 503, "The view is catching up with the log"),
    VIEW_BEHIND("view-behind", 503, "The view is behind"),
    VIEW_STORE_UNAVAILABLE("view-store-unavailable", 503, "The view store cannot be reached"),
    TOO_MANY_SUBSCRIBERS("too-many-subscribers", 503, "Too many listen here already"),
    INTERNAL("internal", 500, "Something went wrong here");

    private final String word;
    private final int status;
    private final String title;

    Kind(String word, int status, String title) {
      this.word = word;
      this.status = status;
      this.title = title;
    }

    /** {@code https://attune.dev/problems/<kind>}. */
    public String type() {
      return "https://attune.dev/problems/" + word;
    }

    /** HTTP status. */
    public int status() {
      return status;
    }

    /** The same for every problem of the kind. */
    public String title() {
      return title;
    }
  }
}
