/**
 * The store of views: documents by id, written by compare-and-set on their position. Only what works on a real MongoDB
 * and on the in-memory server alike is used; the contract suite of {@link dev.attune.query.view.ViewStore} runs on both.
 * Every view can be dropped and folded again from the log.
 */
@NullMarked
package dev.attune.query.view;

import org.jspecify.annotations.NullMarked;
