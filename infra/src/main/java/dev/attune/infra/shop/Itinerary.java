package dev.attune.infra.shop;

import dev.attune.infra.shop.Journey.SignIn;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * All visits of a run: pure, the same for the same seed, run and end; what is done in them does not depend on the end.
 * Shoppers are those of the seed; a further run brings them back, those with an account known from the start.
 */
final class Itinerary {

  private static final long PLACE = 3;
  private static final long PLACE_OF_TIMES = 4;
  private static final int DAYS = 7;
  private static final int MOST_VISITS = 5;
  private static final Duration LIVE = Duration.ofSeconds(26);
  private static final Duration LEAST_AGO = Duration.ofMinutes(40);

  private final Size size;
  private final Instant end;
  private final Catalog catalog;
  private final Population population;

  /**
   * How much is simulated.
   *
   * @param seed of everything
   * @param run counted from 1
   * @param shoppers how many
   * @param live how many of them are in the shop right now
   */
  record Size(long seed, int run, int shoppers, int live) {}

  /** @param end when the traffic ends: now */
  Itinerary(Size size, Instant end) {
    this.size = size;
    this.end = end.truncatedTo(ChronoUnit.MILLIS);
    this.catalog = new Catalog(size.seed());
    this.population = new Population(size.seed(), size.live());
  }

  int shoppers() {
    return size.shoppers();
  }

  Catalog catalog() {
    return catalog;
  }

  /** The visits of a shopper, in order of time. */
  List<Visit> visits(int number) {
    Shopper shopper = population.shopper(number);
    Draw draw = Draw.of(size.seed(), PLACE, size.run(), number);
    boolean live = number < size.live();
    int past = live ? draw.between(1, 3) : 1 + draw.runs(0.46, MOST_VISITS);
    List<Instant> starts = starts(past, Draw.of(size.seed(), PLACE_OF_TIMES, size.run(), number));
    int signsIn = size.run() > 1 ? -1 : draw.below(past);
    List<Visit> visits = new ArrayList<>();
    for (int visit = 0; visit < past; visit++) {
      boolean known = shopper.account() && visit > signsIn;
      boolean other = known && shopper.devices().size() > 1 && draw.chance(0.3);
      Device device = shopper.devices().get(other ? 1 : 0);
      SignIn signIn =
          other ? SignIn.ON_OTHER_DEVICE : shopper.account() && visit == signsIn ? SignIn.FIRST : SignIn.NONE;
      List<Step> steps = Journey.steps(shopper, device, catalog, draw, signIn, draw.chance(0.22));
      visits.add(
          new Visit(shopper, visit, session(number, visit), device, starts.get(visit), known && !other, false, steps));
    }
    if (live) {
      Device device = shopper.devices().getFirst();
      List<Step> steps = paced(Journey.steps(shopper, device, catalog, draw, SignIn.NONE, true));
      visits.add(new Visit(shopper, past, session(number, past), device, end, shopper.account(), true, steps));
    }
    return List.copyOf(visits);
  }

  private String session(int shopper, int visit) {
    return "s-%d-%d-%d".formatted(size.run(), shopper, visit);
  }

  private List<Instant> starts(int count, Draw draw) {
    List<Instant> starts = new ArrayList<>();
    while (starts.size() < count) {
      Duration ago = LEAST_AGO.plusSeconds(draw.below(DAYS * 24 * 3_600));
      Instant start = end.minus(ago).plusMillis(draw.below(1_000));
      if (draw.chance(crowd(start.atOffset(ZoneOffset.UTC).getHour()))) {
        starts.add(start);
      }
    }
    starts.sort(null);
    return starts;
  }

  /** How busy the shop is at an hour, from 0 to 1: empty at night, full in the evening. */
  private static double crowd(int hour) {
    return hour < 6 ? 0.08 : hour < 11 ? 0.4 : hour < 18 ? 0.6 : hour < 22 ? 1 : 0.4;
  }

  /** The same steps in as little time as the demo has. */
  private static List<Step> paced(List<Step> steps) {
    double factor = (double) LIVE.toMillis() / Math.max(1, steps.getLast().after().toMillis());
    return steps.stream()
        .map(step -> moved(step, Duration.ofMillis((long) (step.after().toMillis() * factor))))
        .toList();
  }

  private static Step moved(Step step, Duration after) {
    return switch (step) {
      case Step.Told told -> new Step.Told(after, told.name(), told.properties());
      case Step.SignedIn signedIn -> new Step.SignedIn(after);
      case Step.Asked asked -> new Step.Asked(after, asked.placement(), asked.context());
    };
  }
}
