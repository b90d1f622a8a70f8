package io.pharos.component;

import com.pulumi.core.Output;
import io.pharos.config.Site;
import java.util.Optional;

/**
 * What {@link ObjectStore} is built from.
 *
 * @param peerKeyArn the key of the other Region, once its bucket exists; without it nothing is
 *     replicated yet
 */
public record ObjectStoreArgs(
    Site site, Encryption encryption, Optional<Output<String>> peerKeyArn) {}
