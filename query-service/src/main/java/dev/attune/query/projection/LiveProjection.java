package dev.attune.query.projection;

import dev.attune.core.definition.Insights;
import dev.attune.query.problem.Problem;
import dev.attune.query.view.ViewStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * A projection as requests see it: is it ready, where does it stand, what is in its documents. A request asks for the
 * generation once, by {@link #ready} or {@link #await}, and stays with it. Thread-safe.
 */
public final class LiveProjection {

  /** How often the checkpoint of a partition that another instance folds is looked at. */
  private static final long LOOK_NANOS = 5_000_000L;

  private final Projection projection;
  private final Reach reach;
  private final ViewStore store;
  private final InsightsHistory insights;
  private volatile Serving serving;

  LiveProjection(Projection projection, Reach reach, ViewStore store, InsightsHistory insights) {
    this.projection = projection;
    this.reach = reach;
    this.store = store;
    this.insights = insights;
    this.serving = new Serving(Roster.none(projection.name(), ""), List.of(), Map.of());
  }

  /** Name of the projection. */
  public String name() {
    return projection.name();
  }

  /**
   * The live generation; the youngest of them if several fold different definitions.
   *
   * @throws Problem {@code catching-up}, with the progress, until the projection has reached the head that was announced
   *     when it began
   */
  public Generation ready() {
    return segments().getLast();
  }

  /**
   * The live generations, oldest first. A definition that several of them fold counts in the youngest.
   *
   * @throws Problem {@code catching-up}, as {@link #ready}
   */
  public List<Generation> segments() {
    Serving now = serving;
    if (!now.isReady(projection)) {
      throw catchingUp();
    }
    return now.generations();
  }

  /**
   * Where the documents of a definition are; null if it is not defined (any more).
   *
   * @param live the generations that a request reads from, as {@link #segments} or {@link #awaitAll} gave them to it
   */
  public @Nullable Segment segmentOf(List<Generation> live, String key) {
    Fold fold = projection.fold(live.getLast().revision());
    Insights latest = insights.latest();
    String wanted = fold == null || latest == null ? null : fold.wanted(latest).get(key);
    if (wanted == null) {
      return null;
    }
    Generation found = null;
    for (Generation generation : live) {
      found = generation.keys().containsKey(key) ? generation : found;
    }
    String version = found == null ? null : found.keys().get(key);
    return new Segment(key, wanted, found, version, wanted.equals(version) ? null : building(key, wanted));
  }

  private @Nullable GenerationStatus building(String key, String version) {
    Serving now = serving;
    return now.roster().members().stream()
        .filter(member -> member.stage().isToCome() && !member.isTwin() && version.equals(member.generation().keys().get(key)))
        .map(member -> now.status(member, reach))
        .findFirst()
        .orElse(null);
  }

  /** The document of an id; null means that there is none, not that the store was lost. */
  public @Nullable Document find(Generation generation, String view, String id) {
    Document document = store.find(generation.collection(view), id);
    if (document == null) {
      requireSameStore(generation);
    }
    return document;
  }

  /** The documents of some ids; those that do not exist are missing in the answer. */
  public Map<String, Document> find(Generation generation, String view, Collection<String> ids) {
    Map<String, Document> found = store.find(generation.collection(view), ids);
    if (found.size() < ids.size()) {
      requireSameStore(generation);
    }
    return found;
  }

  /** Looks at the documents of a view one after another, see {@link ViewStore#scan}. */
  public void scan(
      Generation generation,
      String view,
      List<String> fields,
      ViewStore.@Nullable Range range,
      Consumer<Document> each) {
    store.scan(generation.collection(view), fields, range, each);
    requireSameStore(generation);
  }

  /** All documents of a gathering view, or of one of transitions. */
  public List<Document> all(Generation generation, String view) {
    List<Document> documents = store.all(generation.collection(view));
    if (documents.isEmpty()) {
      requireSameStore(generation);
    }
    return documents;
  }

  /**
   * Documents of a gathering view, or of one of transitions, whose ids are partition, slash and key: of all partitions,
   * with those of what was parked and folded later.
   */
  public List<Document> gathered(Generation generation, String view, Collection<String> keys) {
    List<String> ids = new ParkedStore(generation, store).idsOf(keys);
    Map<String, Document> found = store.find(generation.collection(view), ids);
    if (found.isEmpty()) {
      requireSameStore(generation);
    }
    return List.copyOf(found.values());
  }

  private void requireSameStore(Generation generation) {
    if (!store.incarnation().equals(generation.incarnation())) {
      throw catchingUp();
    }
  }

  /** True if everything up to the position is readable in one partition. */
  public boolean hasReached(Generation generation, int partition, long position) {
    Standing standing = serving.standings().get(generation.number());
    return reach.of(generation, partition, standing == null ? null : standing.applied(partition)) >= position;
  }

  /** True if everything up to the position is readable. */
  public boolean hasReached(Generation generation, long position) {
    return reached(generation) >= position;
  }

  /** Everything up to this position is readable. */
  public long reached(Generation generation) {
    return least(serving, generation);
  }

  /**
   * Waits until a condition holds that depends on where the projection stands.
   *
   * @param position that is waited for, for the problem's detail
   * @return the generation that it holds for, which is the one to read from
   * @throws Problem {@code view-behind} if it does not hold in time
   */
  public Generation await(Condition condition, long position, Duration bound) {
    return awaitAll(condition, position, bound, true).getLast();
  }

  /** As {@link #await}, of all live generations: those to read from, oldest first. */
  public List<Generation> awaitAll(Condition condition, long position, Duration bound) {
    return awaitAll(condition, position, bound, false);
  }

  private List<Generation> awaitAll(Condition condition, long position, Duration bound, boolean youngest) {
    long deadline = System.nanoTime() + bound.toNanos();
    while (true) {
      Serving now = serving;
      List<Generation> live = segments();
      Generation behind = youngest ? live.getLast() : live.getFirst();
      Standing standing = now.standings().get(behind.number());
      long seen = standing == null ? 0 : standing.changes();
      if (youngest ? condition.holds(behind) : live.stream().allMatch(condition::holds)) {
        return live;
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw behind(behind, position);
      }
      try {
        pause(standing, seen, standing != null && standing.foldsAll() && live.size() == 1 ? left : Math.min(left, LOOK_NANOS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw behind(behind, position);
      }
    }
  }

  /** Grows whenever what is folded here changes: for {@link #awaitChange}. */
  public long changes() {
    Standing standing = latest(serving);
    return standing == null ? 0 : standing.changes();
  }

  /** Waits until something changes of what is folded here; what other instances fold is not noticed. */
  public void awaitChange(long seen, Duration bound) throws InterruptedException {
    pause(latest(serving), seen, bound.toNanos());
  }

  private static @Nullable Standing latest(Serving now) {
    return now.generations().isEmpty() ? null : now.standings().get(now.generations().getLast().number());
  }

  private static void pause(@Nullable Standing standing, long seen, long nanos) throws InterruptedException {
    if (standing == null) {
      Thread.sleep(Duration.ofNanos(nanos));
    } else {
      standing.await(seen, nanos);
    }
  }

  /** Where the projection stands. */
  public Status status() {
    Serving now = serving;
    long head = reach.head();
    if (now.generations().isEmpty()) {
      return Status.starting(projection.name(), head);
    }
    Generation generation = now.generations().getLast();
    Standing standing = now.standings().get(generation.number());
    Standing.Snapshot at = standing == null ? new Standing(generation).snapshot() : standing.snapshot();
    return new Status(
        projection.name(),
        generation.number(),
        reach.least(generation, at.applied()),
        head,
        at.target() == Long.MAX_VALUE ? head : at.target(),
        state(now, standing, at),
        generation.partitions(),
        at.applied().size(),
        at.perSecond(),
        at.troubles(),
        at.parked());
  }

  /** All generations that are known, oldest first. */
  public List<GenerationStatus> generations() {
    Serving now = serving;
    return now.roster().members().stream().map(member -> now.status(member, reach)).toList();
  }

  /** What is parked in the live generations. */
  public List<Parked> parked() {
    List<Parked> all = new ArrayList<>();
    for (Generation generation : segments()) {
      all.addAll(new ParkedStore(generation, store).all().stream().filter(Parked::isOpen).toList());
    }
    return all;
  }

  /** What is known of generations; older knowledge than what is known already is of no account. */
  synchronized void adopt(Roster roster, Map<Integer, Standing> standings) {
    Roster known = serving.roster();
    if (known.incarnation().equals(roster.incarnation()) && known.change() > roster.change()) {
      return;
    }
    serving = Serving.after(serving, roster, standings, projection);
    standings.values().forEach(Standing::changed);
  }

  private long least(Serving now, Generation generation) {
    Standing standing = now.standings().get(generation.number());
    return reach.least(generation, standing == null ? Map.of() : standing.snapshot().applied());
  }

  private Status.State state(Serving now, @Nullable Standing standing, Standing.Snapshot at) {
    if (at.troubles().values().stream().anyMatch(trouble -> trouble.startsWith("FAILED"))) {
      return Status.State.FAILED;
    }
    if (!at.troubles().isEmpty()) {
      return Status.State.GAP;
    }
    if (!now.isReady(projection)) {
      return Status.State.CATCHING_UP;
    }
    return standing == null ? Status.State.READ_ONLY : Status.State.LIVE;
  }

  private Problem catchingUp() {
    return Unanswerable.catchingUp(status());
  }

  private Problem behind(Generation generation, long position) {
    return Unanswerable.behind(name(), position, least(serving, generation), reach.head());
  }

  /** Something that depends on where the projection stands. */
  @FunctionalInterface
  public interface Condition {
    /** True if it holds in this generation now. */
    boolean holds(Generation generation);
  }
}
