/** A small application with Axon, as somebody else would write it: it knows nothing of the store. */
package dev.attune.eventstore.autoconfigure.shop;
