package io.pharos.sandbox.service.quotas;

import io.pharos.sandbox.core.Refusal;
import io.pharos.sandbox.service.ServiceQuotas;
import java.util.function.ToDoubleFunction;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.servicequotas.model.GetAwsDefaultServiceQuotaRequest;
import software.amazon.awssdk.services.servicequotas.model.GetAwsDefaultServiceQuotaResponse;
import software.amazon.awssdk.services.servicequotas.model.GetServiceQuotaRequest;
import software.amazon.awssdk.services.servicequotas.model.GetServiceQuotaResponse;
import software.amazon.awssdk.services.servicequotas.model.MetricInfo;
import software.amazon.awssdk.services.servicequotas.model.NoSuchResourceException;
import software.amazon.awssdk.services.servicequotas.model.ServiceQuota;

/**
 * The API of Service Quotas in one Region.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html">GetServiceQuota</a>
 */
public final class QuotaApi implements ServiceQuotasClient {
  private final ServiceQuotas quotas;
  private final String accountId;
  private final String region;

  public QuotaApi(ServiceQuotas quotas, String accountId, String region) {
    this.quotas = quotas;
    this.accountId = accountId;
    this.region = region;
  }

  /** A quota for which there is no applied value, only AWS's own, is not retrieved. */
  @Override
  public GetServiceQuotaResponse getServiceQuota(GetServiceQuotaRequest request) {
    return GetServiceQuotaResponse.builder()
        .quota(
            described(
                request.serviceCode(),
                request.quotaCode(),
                quota -> quotas.applied(region, quota.code()).orElseThrow(QuotaApi::noSuchQuota)))
        .build();
  }

  @Override
  public GetAwsDefaultServiceQuotaResponse getAWSDefaultServiceQuota(
      GetAwsDefaultServiceQuotaRequest request) {
    return GetAwsDefaultServiceQuotaResponse.builder()
        .quota(described(request.serviceCode(), request.quotaCode(), Quota::standard))
        .build();
  }

  private ServiceQuota described(String service, String id, ToDoubleFunction<Quota> value) {
    Quota quota = quotas.find(service + "/" + id).orElseThrow(QuotaApi::noSuchQuota);
    ServiceQuota.Builder described =
        ServiceQuota.builder()
            .serviceCode(service)
            .quotaCode(id)
            .quotaName(quota.name())
            .quotaArn(
                String.join(":", "arn:aws:servicequotas", region, accountId, service + "/" + id))
            .value(value.applyAsDouble(quota))
            .unit("None")
            .adjustable(true)
            .globalQuota(false);
    if (!quota.usage().isEmpty()) {
      described.usageMetric(
          MetricInfo.builder()
              .metricNamespace(UsageMetrics.NAMESPACE)
              .metricName(UsageMetrics.METRIC)
              .metricDimensions(quota.usage())
              .metricStatisticRecommendation("Maximum")
              .build());
    }
    return described.build();
  }

  private static AwsServiceException noSuchQuota() {
    return Refusal.of(
        NoSuchResourceException.builder(),
        "ServiceQuotas",
        400,
        "NoSuchResourceException",
        "The request failed because the specified quota does not exist.");
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
