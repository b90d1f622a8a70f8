package io.pharos.component;

import com.pulumi.core.Output;
import io.pharos.config.BackupSettings;
import io.pharos.config.Site;
import java.util.Optional;

/**
 * What {@link BackupVault} is built from.
 *
 * @param peerVaultArn where copies go; empty until the peer has its vault
 */
public record BackupVaultArgs(
    Site site,
    BackupSettings settings,
    Encryption encryption,
    Database database,
    ObjectStore objects,
    Monitoring monitoring,
    Optional<Output<String>> peerVaultArn) {}
