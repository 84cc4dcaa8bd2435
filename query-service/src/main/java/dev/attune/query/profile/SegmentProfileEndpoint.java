package dev.attune.query.profile;

import dev.attune.contracts.Identity;
import dev.attune.core.behaviour.Traits.Told;
import dev.attune.query.answer.JsonValues;
import dev.attune.query.answer.MinPosition;
import dev.attune.query.problem.Problem;
import dev.attune.query.projection.Generation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Segment's Profile API, for code that reads profiles there. A space is any name: there is one. The identifier is {@code
 * user_id:u-42}, {@code anonymous_id:a-1}, or another namespace and its value.
 *
 * @see <a href="https://segment.com/docs/unify/profile-api/">Segment's Profile API</a>
 */
@RestController
public final class SegmentProfileEndpoint {

  private static final String USER_ID = "user_id";
  private static final String ANONYMOUS_ID = "anonymous_id";

  private final People people;

  public SegmentProfileEndpoint(People people) {
    this.people = people;
  }

  /**
   * A part of a profile.
   *
   * @param part {@code traits}, {@code external_ids}, {@code events}, {@code metadata} or {@code links}
   * @param limit most entries, 10 to 200
   * @param include names with commas between them: of traits, of kinds of ids, of events
   * @param class_ {@code audience} or {@code computed_trait}: traits of that class only; what was told is of neither
   * @param verbose traits with their time and source
   * @param next {@code cursor.next} of the page before
   */
  @GetMapping("/v1/spaces/{space}/collections/users/profiles/{identifier}/{part}")
  public ResponseEntity<Map<String, Object>> part(
      @PathVariable String space,
      @PathVariable String identifier,
      @PathVariable String part,
      @RequestParam(defaultValue = "10") int limit,
      @RequestParam(required = false) @Nullable String include,
      @RequestParam(name = "class", required = false) @Nullable String class_,
      @RequestParam(defaultValue = "false") boolean verbose,
      @RequestParam(required = false) @Nullable String next,
      @RequestParam(name = MinPosition.NAME, required = false) @Nullable String minPosition,
      @RequestHeader(name = MinPosition.NAME, required = false) @Nullable String minPositionHeader,
      HttpServletRequest request) {
    SegmentPage page = SegmentPage.of(request.getRequestURI(), limit, include, verbose, next);
    Identity identity = identity(identifier);
    Generation generation = people.await(identity, people.least(minPosition, minPositionHeader));
    UUID id = people.owner(generation, identity);
    Person person = id == null ? null : people.find(generation, id);
    if (person == null) {
      return answer(HttpStatus.NOT_FOUND, error("not_found", "Profile was not found."));
    }
    return switch (part) {
      case "traits" -> answer(HttpStatus.OK, traits(person, page, class_));
      case "external_ids" -> answer(HttpStatus.OK, externalIds(person, page));
      case "events" -> answer(HttpStatus.OK, events(person, page));
      case "metadata" -> answer(HttpStatus.OK, metadata(person, page));
      case "links" -> answer(HttpStatus.OK, page.list(List.of(), null));
      default -> answer(HttpStatus.NOT_FOUND, error("not_found", "There is no '%s' of a profile.".formatted(part)));
    };
  }

  private static Map<String, Object> traits(Person person, SegmentPage page, @Nullable String class_) {
    Map<String, @Nullable Object> traits = new LinkedHashMap<>();
    String last = null;
    boolean more = false;
    for (Map.Entry<String, Told> trait : person.behaviour().traits().current().entrySet()) {
      String name = trait.getKey();
      if (class_ != null || !page.includes(name) || name.compareTo(page.after()) <= 0 && !page.after().isEmpty()) {
        continue;
      }
      if (traits.size() == page.limit()) {
        more = true;
        break;
      }
      traits.put(name, page.verbose() ? verbose(trait.getValue()) : JsonValues.of(trait.getValue().value()));
      last = name;
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("traits", traits);
    body.put("cursor", page.cursor(more ? last : null));
    return body;
  }

  private static Map<String, @Nullable Object> verbose(Told told) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("value", JsonValues.of(told.value()));
    body.put("source_id", told.source());
    body.put("updated_at", told.until());
    return body;
  }

  private static Map<String, Object> externalIds(Person person, SegmentPage page) {
    List<Map<String, Object>> ids = new ArrayList<>();
    String last = null;
    boolean more = false;
    for (var identity : person.profile().identities().entrySet()) {
      String type = type(identity.getValue().namespace());
      if (!page.includes(type) || identity.getKey().compareTo(page.after()) <= 0) {
        continue;
      }
      if (ids.size() == page.limit()) {
        more = true;
        break;
      }
      ids.add(Map.of("id", identity.getValue().value(), "type", type, "collection", "users", "encoding", "none"));
      last = identity.getKey();
    }
    return page.list(ids, more ? last : null);
  }

  private Map<String, Object> events(Person person, SegmentPage page) {
    List<Map<String, @Nullable Object>> events = new ArrayList<>();
    long[] last = {page.after().isEmpty() ? Long.MAX_VALUE : version(page.after())};
    boolean[] more = {false};
    people.histories()
        .backwards(
            person.generation(),
            person.profile().id(),
            last[0],
            relayed -> {
              Map<String, @Nullable Object> event =
                  SegmentEvents.of(relayed.envelope(), people.event(relayed.envelope()));
              if (event == null || !page.includes(SegmentEvents.name(event))) {
                return true;
              }
              more[0] = events.size() == page.limit();
              if (!more[0]) {
                events.add(event);
                last[0] = relayed.envelope().version();
              }
              return !more[0];
            });
    return page.list(events, more[0] ? Long.toString(last[0]) : null);
  }

  private static Map<String, Object> metadata(Person person, SegmentPage page) {
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    metadata.put("segment_id", person.profile().id());
    metadata.put("created_at", person.profile().firstSeen());
    metadata.put("updated_at", person.profile().lastSeen());
    metadata.put("expires_at", null);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("metadata", metadata);
    body.put("cursor", page.cursor(null));
    return body;
  }

  private static long version(String cursor) {
    try {
      return Long.parseLong(cursor);
    } catch (NumberFormatException e) {
      throw new Problem(Problem.Kind.BAD_REQUEST, "'%s' is no cursor of events".formatted(cursor));
    }
  }

  private static Identity identity(String identifier) {
    int colon = identifier.indexOf(':');
    if (colon < 1) {
      throw new Problem(
          Problem.Kind.BAD_REQUEST, "'%s' is no identifier; give one like user_id:u-42".formatted(identifier));
    }
    String type = identifier.substring(0, colon);
    String namespace =
        switch (type) {
          case USER_ID -> Identity.USER;
          case ANONYMOUS_ID -> Identity.ANONYMOUS;
          default -> type;
        };
    return new Identity(namespace, identifier.substring(colon + 1));
  }

  private static String type(String namespace) {
    return switch (namespace) {
      case Identity.USER -> USER_ID;
      case Identity.ANONYMOUS -> ANONYMOUS_ID;
      default -> namespace;
    };
  }

  private static Map<String, Object> error(String code, String message) {
    return Map.of("error", Map.of("code", code, "message", message));
  }

  private static ResponseEntity<Map<String, Object>> answer(HttpStatus status, Map<String, Object> body) {
    return ResponseEntity.status(status)
        .header("Request-Id", UUID.randomUUID().toString())
        .header("Cache-Control", "private, no-cache")
        .body(body);
  }
}
