package io.pharos.sandbox.service.fis;

import software.amazon.awssdk.services.fis.FisClient;
import software.amazon.awssdk.services.fis.model.Experiment;
import software.amazon.awssdk.services.fis.model.GetExperimentRequest;
import software.amazon.awssdk.services.fis.model.GetExperimentResponse;
import software.amazon.awssdk.services.fis.model.StartExperimentRequest;
import software.amazon.awssdk.services.fis.model.StartExperimentResponse;
import software.amazon.awssdk.services.fis.model.StopExperimentRequest;
import software.amazon.awssdk.services.fis.model.StopExperimentResponse;

/** FIS as the SDK's client of one Region: experiments are started, looked at and stopped. */
public final class FisApi implements FisClient {
  private final Experiments experiments;
  private final String region;

  public FisApi(Experiments experiments, String region) {
    this.experiments = experiments;
    this.region = region;
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  @Override
  public StartExperimentResponse startExperiment(StartExperimentRequest request) {
    return StartExperimentResponse.builder()
        .experiment(
            described(
                experiments.start(
                    region, request.experimentTemplateId(), String.valueOf(request.clientToken()))))
        .build();
  }

  @Override
  public GetExperimentResponse getExperiment(GetExperimentRequest request) {
    return GetExperimentResponse.builder()
        .experiment(described(experiments.find(region, request.id())))
        .build();
  }

  @Override
  public StopExperimentResponse stopExperiment(StopExperimentRequest request) {
    Experiments.Running experiment = experiments.find(region, request.id());
    experiments.stop(experiment, "Experiment stopped by a person.");
    return StopExperimentResponse.builder().experiment(described(experiment)).build();
  }

  private static Experiment described(Experiments.Running experiment) {
    return Experiment.builder()
        .id(experiment.id())
        .experimentTemplateId(experiment.templateId())
        .startTime(experiment.started())
        .state(state -> state.status(experiment.status()).reason(experiment.reason()))
        .build();
  }
}
