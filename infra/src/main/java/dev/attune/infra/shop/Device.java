package dev.attune.infra.shop;

/**
 * What a shopper browses with.
 *
 * @param kind mobile, desktop or tablet
 * @param anonymousId that the shop's site gave it
 */
record Device(String kind, String anonymousId) {}
