package io.pharos.config;

import java.util.Optional;

/**
 * A pipeline of AWS' own that deploys the stacks.
 *
 * @param connection ARN of the connection to the repository, which a person has completed
 * @param repository {@code owner/name}
 * @param backend URL of Pulumi's state
 * @param previewRole ARN of the role that previews: it may read what is deployed
 * @param upRole ARN of the role that deploys
 * @param passphraseSecret name of the secret with Pulumi's passphrase, where it has one
 */
public record PipelineSettings(
    String connection,
    String repository,
    String branch,
    String backend,
    String previewRole,
    String upRole,
    Optional<String> passphraseSecret) {}
