package dev.attune.infra.torture;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Which decisions are asked for, made of a seed: a few sessions at a time, each by many threads, so that they fight for
 * the same streams; some requests again later.
 *
 * @param people two sessions each
 * @param asks in the order of asking, repeated ones included
 * @param requests how many different request ids there are
 */
record AskPlan(List<Person> people, List<Ask> asks, int requests) {

  /** Asked for in each session. */
  static final int PER_SESSION = 25;

  /** Sessions that are asked for at the same time. */
  static final int HOT_SESSIONS = 16;

  private static final int ONE_REPEATED_IN = 15;
  private static final int SESSIONS_PER_PERSON = 2;

  /**
   * @param run goes into every id, so that runs on one store don't meet
   * @param requests how many different request ids, at least
   */
  static AskPlan of(long seed, String run, int requests) {
    Random random = new Random(seed);
    List<Person> people = new ArrayList<>();
    List<Ask> asks = new ArrayList<>();
    int asked = 0;
    while (asked < requests) {
      List<Ask> hot = new ArrayList<>();
      for (int session = 0; session < HOT_SESSIONS; session++) {
        if (session % SESSIONS_PER_PERSON == 0) {
          people.add(Person.drawn(run, people.size(), random));
        }
        Person person = people.getLast();
        String name = "%s-session-%d-%d".formatted(run, people.size(), session % SESSIONS_PER_PERSON);
        for (int each = 0; each < PER_SESSION; each++) {
          hot.add(new Ask(run + "-" + asked++, person, name, placement(random.nextInt(CapOffers.PLACEMENTS))));
        }
      }
      Collections.shuffle(hot, random);
      withRepeats(hot, random, asks);
    }
    return new AskPlan(List.copyOf(people), List.copyOf(asks), asked);
  }

  private static String placement(int number) {
    return CapOffers.placement(number);
  }

  /** A repeat comes right behind its request, while that is under way, or later. */
  private static void withRepeats(List<Ask> hot, Random random, List<Ask> into) {
    List<Ask> behind = new ArrayList<>();
    for (Ask ask : hot) {
      into.add(ask);
      if (random.nextInt(ONE_REPEATED_IN) == 0) {
        (random.nextBoolean() ? into : behind).add(ask);
      }
    }
    into.addAll(behind);
  }
}
