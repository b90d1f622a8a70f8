package io.pharos.component;

import com.pulumi.core.Output;
import io.pharos.config.BackupSettings;
import io.pharos.config.Site;

/**
 * What {@link RestoreTesting} is built from.
 *
 * @param vaultArn where the copies are
 */
public record RestoreTestingArgs(
    Site site,
    BackupSettings.RestoreTest settings,
    Network network,
    Database database,
    Monitoring monitoring,
    Recovery recovery,
    Output<String> vaultArn) {}
