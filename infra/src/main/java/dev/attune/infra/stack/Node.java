package dev.attune.infra.stack;

/**
 * One process of a component.
 *
 * @param number 1 for the first; services may have more, each on a port of its own
 */
public record Node(Component component, int number, int port) {

  /** The name of its log and pid file: the component's id, from the second node on with its number. */
  public String name() {
    return number == 1 ? component.id() : component.id() + "-" + number;
  }
}
