package dev.attune.query.audience;

import dev.attune.core.audience.Audience;
import dev.attune.core.audience.Membership;
import dev.attune.core.definition.Insights;
import dev.attune.query.audience.Taken.Counted;
import dev.attune.query.problem.Problem;
import dev.attune.query.projection.Generation;
import dev.attune.query.projection.InsightsHistory;
import dev.attune.query.projection.LiveProjection;
import dev.attune.query.view.BsonValues;
import dev.attune.query.view.ViewStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Counts who belongs to which audience now, every few seconds. Documents are looked at when the log has moved, and those of
 * people whom time alone may have moved are evaluated again; what comes of that is kept here, not in the documents, which
 * say the same in every generation. Thread-safe.
 */
public final class Census implements AutoCloseable {

  /** No answer is older than this. */
  static final Duration FRESH = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Census.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final int AT_ONCE = 200;

  private final LiveProjection live;
  private final Audiences audiences;
  private final InsightsHistory insights;
  private final InstantSource clock;
  private final Map<Generation, Taken> taken = new ConcurrentHashMap<>();
  private final Map<Generation, AudienceView> views = new ConcurrentHashMap<>();
  private final Thread thread = Thread.ofPlatform().name("census").daemon().unstarted(this::run);
  private volatile boolean closed;

  public Census(LiveProjection live, Audiences audiences, InsightsHistory insights, InstantSource clock) {
    this.live = live;
    this.audiences = audiences;
    this.insights = insights;
    this.clock = clock;
  }

  /** Begins to count. */
  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  /**
   * A census of a generation, at most five seconds old.
   *
   * @param anew true if it must be of what the documents say from now on
   */
  Taken of(Generation generation, boolean anew) {
    Taken known = taken.get(generation);
    return anew || known == null || known.evaluatedAt().plus(FRESH).isBefore(clock.instant()) ? take(generation) : known;
  }

  /** The audiences of a generation, compiled, by key. */
  Map<String, Audience> compiled(Generation generation) {
    return view(generation).audiences();
  }

  /** What is known of a person, in the generation's document. */
  AudienceState state(Generation generation, String id, Document document) {
    return view(generation).state(id, document);
  }

  private AudienceView view(Generation generation) {
    return views.computeIfAbsent(
        generation,
        one -> {
          Insights pinned = insights.asOf(one.definitions());
          if (pinned == null) {
            throw new Problem(
                Problem.Kind.CATCHING_UP, "The definitions have not all been read yet; ask again in a moment");
          }
          return audiences.view(pinned, one.keys().keySet());
        });
  }

  private void run() {
    while (!closed) {
      try {
        List<Generation> generations = live.segments();
        taken.keySet().retainAll(generations);
        views.keySet().retainAll(generations);
        generations.forEach(this::take);
      } catch (Problem notYet) {
        LOG.debug("No census: {}", notYet.getMessage());
      } catch (DataAccessException e) {
        LOG.warn("No census, the view store fails: {}", e.getMessage());
      } catch (RuntimeException e) {
        LOG.error("No census", e);
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private synchronized Taken take(Generation generation) {
    Map<String, Audience> defined = compiled(generation);
    Taken before = taken.getOrDefault(generation, Taken.none(List.copyOf(defined.keySet())));
    if (defined.isEmpty()) {
      return new Taken(clock.instant(), before.keys(), List.of(), -1);
    }
    long head = live.status().head();
    boolean settled = live.hasReached(generation, head);
    Instant now = clock.instant();
    List<Counted> people = settled && before.settled() == head ? before.people() : looked(generation, before);
    Taken next = new Taken(now, before.keys(), evaluated(generation, defined, before, people, now), settled ? head : -1);
    taken.put(generation, next);
    return next;
  }

  /** Everybody as the documents say, or as evaluated since if the document is still the same. */
  private List<Counted> looked(Generation generation, Taken before) {
    List<Counted> people = new ArrayList<>(before.people().size() + 16);
    live.scan(
        generation,
        AudienceView.NAME,
        List.of(ViewStore.POSITION, AudienceView.MEMBERS, AudienceView.DUE),
        null,
        document -> {
          UUID id = UUID.fromString(document.getString("_id"));
          long position = document.getLong(ViewStore.POSITION);
          Counted known = before.find(id);
          people.add(
              known != null && known.position() == position
                  ? known
                  : new Counted(
                      id, position, before.places(document.getList(AudienceView.MEMBERS, String.class)),
                      BsonValues.instant(document.getLong(AudienceView.DUE))));
        });
    people.sort(Comparator.comparing(Counted::id));
    return people;
  }

  /** The same people, with those evaluated again who may have been moved by time. */
  private List<Counted> evaluated(
      Generation generation, Map<String, Audience> defined, Taken taken, List<Counted> people, Instant now) {
    List<Integer> due = new ArrayList<>();
    for (int i = 0; i < people.size(); i++) {
      if (people.get(i).isDue(now)) {
        due.add(i);
      }
    }
    if (due.isEmpty()) {
      return people;
    }
    List<Counted> next = new ArrayList<>(people);
    for (int from = 0; from < due.size(); from += AT_ONCE) {
      Map<String, Integer> places = new HashMap<>();
      due.subList(from, Math.min(due.size(), from + AT_ONCE))
          .forEach(place -> places.put(people.get(place).id().toString(), place));
      live.find(generation, AudienceView.NAME, places.keySet()).forEach((id, document) -> {
        Integer place = places.get(id);
        if (place != null) {
          next.set(place, counted(generation, defined, taken, id, document, now));
        }
      });
    }
    return next;
  }

  private Counted counted(
      Generation generation, Map<String, Audience> defined, Taken taken, String id, Document document, Instant now) {
    Map<String, Membership> memberships = state(generation, id, document).memberships(defined, now);
    @Nullable Instant due = AudienceView.due(memberships);
    return new Counted(
        UUID.fromString(id), document.getLong(ViewStore.POSITION), taken.places(AudienceView.members(memberships)), due);
  }
}
