package dev.attune.infra.shop;

import java.time.Instant;
import java.util.List;

/**
 * A session of a shopper.
 *
 * @param shopper whose it is
 * @param number of the visit in this run, from 0
 * @param session its id
 * @param device that is used
 * @param start when it begins; of a live one: not before this
 * @param known whether the shop knows the user from the start
 * @param live whether it takes place now, step by step in real time
 * @param steps in order
 */
record Visit(
    Shopper shopper,
    int number,
    String session,
    Device device,
    Instant start,
    boolean known,
    boolean live,
    List<Step> steps) {

  /** How many decisions it asks for. */
  long decisions() {
    return steps.stream().filter(Step.Asked.class::isInstance).count();
  }
}
