package dev.attune.infra.shop;

import java.util.Arrays;

/** Ranks as popularity has them: rank r comes with a weight of 1 / r^exponent. */
final class Zipf {

  private final double[] cumulative;

  Zipf(int ranks, double exponent) {
    cumulative = new double[ranks];
    double sum = 0;
    for (int rank = 0; rank < ranks; rank++) {
      sum += 1 / Math.pow(rank + 1, exponent);
      cumulative[rank] = sum;
    }
  }

  /** A rank, from 0, the most popular one. */
  int rank(Draw draw) {
    double point = draw.share() * cumulative[cumulative.length - 1];
    int found = Arrays.binarySearch(cumulative, point);
    return Math.min(cumulative.length - 1, found < 0 ? -found - 1 : found + 1);
  }
}
