package dev.attune.infra.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What is sent, made of a seed: every message once, and some twice, in the same post or in a later one.
 *
 * @param people who send
 * @param posts the messages of each post, in the order of sending
 * @param messages how many different messages there are
 * @param doubled how many of them are sent twice on purpose
 */
record Plan(List<Person> people, List<List<Message>> posts, int messages, int doubled) {

  private static final List<String> NAMES = List.of("view", "cart", "checkout", "purchase");
  private static final int LARGEST_POST = 25;
  private static final int ONE_DOUBLED_IN = 12;
  private static final int FARTHEST_LATER = 40;

  /**
   * @param run goes into every id and name, so that runs on one store don't meet
   */
  static Plan of(long seed, String run, int people, int messages) {
    Random random = new Random(seed);
    List<Person> persons = new ArrayList<>(people);
    for (int number = 0; number < people; number++) {
      persons.add(Person.drawn(run, number, random));
    }
    List<List<Message>> posts = new ArrayList<>();
    int doubled = 0;
    int room = 0;
    for (int number = 0; number < messages; number++) {
      if (room == 0) {
        posts.add(new ArrayList<>());
        room = 1 + random.nextInt(LARGEST_POST);
      }
      String name = run + "_" + NAMES.get(random.nextInt(NAMES.size()));
      Message message = new Message(run + "-" + number, persons.get(drawn(random, people)), name);
      posts.getLast().add(message);
      room--;
      if (random.nextInt(ONE_DOUBLED_IN) == 0) {
        doubled++;
        again(message, posts, random);
      }
    }
    return new Plan(persons, posts, messages, doubled);
  }

  /** Into one of the last posts: the same, or one that is under way at about the same time or long acknowledged. */
  private static void again(Message message, List<List<Message>> posts, Random random) {
    int back = random.nextInt(Math.min(posts.size(), FARTHEST_LATER));
    posts.get(posts.size() - 1 - back).add(message);
  }

  /** Few do much, most do little. */
  private static int drawn(Random random, int people) {
    return (int) (people * Math.pow(random.nextDouble(), 2));
  }
}
