package io.pharos.component;

import com.pulumi.core.Output;
import io.pharos.config.PipelineSettings;
import io.pharos.config.Settings;

/**
 * What {@link DeploymentPipeline} is built from.
 *
 * @param region where it runs
 * @param keyArn encrypts what its stages hand on
 */
public record PipelineArgs(
    Settings settings, PipelineSettings pipeline, String region, Output<String> keyArn) {}
