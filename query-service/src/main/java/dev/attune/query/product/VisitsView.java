package dev.attune.query.product;

import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.core.profile.Properties;
import dev.attune.query.projection.Delta;
import dev.attune.query.projection.Recorded;
import dev.attune.query.projection.View;
import dev.attune.query.view.BsonValues;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** One document per person with their latest visits. Tells which pairs of products came and went. */
final class VisitsView implements View<List<Visit>> {

  static final String NAME = "visits";

  /** Visits of a person that something can still be added to: those that ended last. */
  private static final int MOST = 50;

  private static final String VIEW = "product_view";
  private static final Comparator<Visit> BY_END =
      Comparator.comparingLong(Visit::end).thenComparing(Visit::session).thenComparingLong(Visit::start);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Kind kind() {
    return Kind.KEYED;
  }

  @Override
  public List<String> ids(Recorded event) {
    return event.event() instanceof InteractionRecorded interaction
            && (interaction.name().equals(VIEW) || interaction.name().equals(Properties.PURCHASE))
            && !Properties.products(interaction.properties()).isEmpty()
        ? List.of(event.envelope().stream().toString())
        : List.of();
  }

  /** The pairs must see the true state before. */
  @Override
  public boolean begins(Recorded event) {
    return event.envelope().version() == 1;
  }

  @Override
  public List<Visit> empty(String id) {
    return List.of();
  }

  @Override
  public List<Visit> evolve(List<Visit> state, Recorded event) {
    InteractionRecorded did = (InteractionRecorded) event.event();
    List<String> products = Properties.products(did.properties());
    boolean viewed = did.name().equals(VIEW);
    String session = did.session();
    Visit visit =
        Visit.of(
            session == null ? "" : did.source() + "/" + session,
            Objects.requireNonNull(BsonValues.micros(event.envelope().occurredAt())),
            viewed ? products : List.of(),
            viewed ? List.of() : products);
    List<Visit> next = new ArrayList<>(state.size() + 1);
    for (Visit one : state) {
      if (one.joins(visit)) {
        visit = one.with(visit);
      } else {
        next.add(one);
      }
    }
    int place = Collections.binarySearch(next, visit, BY_END);
    next.add(place < 0 ? -place - 1 : place, visit);
    return List.copyOf(next.subList(Math.max(0, next.size() - MOST), next.size()));
  }

  /** Visits that are only forgotten keep their pairs. */
  @Override
  public List<Delta> deltas(String id, List<Visit> before, List<Visit> after, Recorded event) {
    Visit come = first(after, before);
    if (come == null) {
      return List.of();
    }
    List<Visit> gone = new ArrayList<>(1);
    for (Visit visit : before) {
      if (come.joins(visit) && !contains(after, visit)) {
        gone.add(visit);
      }
    }
    List<Delta> deltas = new ArrayList<>();
    pairs(event.partition(), TogetherView.VIEWED, Visit::viewed, gone, come, deltas);
    pairs(event.partition(), TogetherView.BOUGHT, Visit::bought, gone, come, deltas);
    return deltas;
  }

  /** The first one that is not among the others. */
  private static @Nullable Visit first(List<Visit> visits, List<Visit> others) {
    // the latest ones are the likely ones
    for (Visit visit : visits.reversed()) {
      if (!contains(others, visit)) {
        return visit;
      }
    }
    return null;
  }

  /** What stayed is the same object: comparing all by their products would cost more than everything else. */
  private static boolean contains(List<Visit> visits, Visit wanted) {
    for (Visit visit : visits) {
      if (visit == wanted) {
        return true;
      }
    }
    return false;
  }

  /**
   * Pairs of the visit that came, less those of the ones that it took in. A product is looked up in each of these once, not
   * for every pair that it is in: a long visit has thousands of them.
   */
  private static void pairs(
      int partition,
      String kind,
      Function<Visit, SortedSet<String>> products,
      List<Visit> gone,
      Visit come,
      List<Delta> into) {
    SortedSet<String> all = products.apply(come);
    List<SortedSet<String>> sets = gone.stream().map(products).filter(set -> !set.isEmpty()).toList();
    if (sets.size() == 1 && sets.getFirst().size() == all.size()) {
      return;
    }
    String[] names = all.toArray(String[]::new);
    long[] in = membership(names, sets);
    for (int one = 0; one < names.length; one++) {
      SortedMap<String, Integer> changes = new TreeMap<>();
      for (int other = 0; other < names.length; other++) {
        int change = 1 - Long.bitCount(in[one] & in[other]);
        if (one != other && change != 0) {
          changes.put(names[other], change);
        }
      }
      if (!changes.isEmpty()) {
        into.add(
            new Delta(
                TogetherView.NAME, partition + "/" + TogetherView.key(kind, names[one]),
                new TogetherView.Change(changes)));
      }
    }
  }

  /** A bit for each set that has the product; {@link #MOST} keeps them below 64. */
  private static long[] membership(String[] products, List<SortedSet<String>> sets) {
    long[] in = new long[products.length];
    for (int set = 0; set < sets.size(); set++) {
      for (int product = 0; product < products.length; product++) {
        if (sets.get(set).contains(products[product])) {
          in[product] |= 1L << set;
        }
      }
    }
    return in;
  }

  @Override
  public Document document(List<Visit> state) {
    return new Document("visits", state.stream().map(Visit::document).toList());
  }

  @Override
  public List<Visit> state(String id, Document document) {
    return document.getList("visits", Document.class).stream().map(Visit::of).toList();
  }

  @Override
  public int weight(List<Visit> state) {
    return 256 + state.stream().mapToInt(visit -> 256 + 96 * (visit.viewed().size() + visit.bought().size())).sum();
  }
}
