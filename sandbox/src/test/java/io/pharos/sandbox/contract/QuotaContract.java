package io.pharos.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.servicequotas.model.NoSuchResourceException;
import software.amazon.awssdk.services.servicequotas.model.ServiceQuota;

/** What an account may have in a Region, and how much of it there is. */
abstract class QuotaContract {
  private static final String VCPUS = "L-1216C47A";
  private static final String ADDRESSES = "L-0263D0A3";
  private static final Refused UNKNOWN =
      new Refused(NoSuchResourceException.class, 400, "NoSuchResourceException");

  private final ContractWorld world;
  private final ServiceQuotasClient quotas;
  private final RdsClient rds;

  QuotaContract(ContractWorld world) {
    this.world = world;
    this.quotas = world.client(ServiceQuotasClient.class);
    this.rds = world.client(RdsClient.class);
  }

  /** moto has those of VPC alone. */
  private boolean knowsEc2() {
    return world.expected(KnownDifference.QUOTAS_ARE_OF_VPC_ALONE, true, false);
  }

  @Test
  void getServiceQuota_saysWhatTheAccountMayHave_andWhichMetricWhatItHas() {
    if (!knowsEc2()) {
      assertThat(asked("ec2", VCPUS)).isEqualTo(UNKNOWN);
      return;
    }
    ServiceQuota quota =
        quotas.getServiceQuota(get -> get.serviceCode("ec2").quotaCode(VCPUS)).quota();

    assertThat(quota.value()).isGreaterThan(5);
    assertThat(quota.quotaArn())
        .isEqualTo("arn:aws:servicequotas:eu-west-1:123456789012:ec2/" + VCPUS);
    assertThat(quota.usageMetric().metricNamespace()).isEqualTo("AWS/Usage");
    assertThat(quota.usageMetric().metricName()).isEqualTo("ResourceCount");
    assertThat(quota.usageMetric().metricStatisticRecommendation()).isEqualTo("Maximum");
    assertThat(quota.usageMetric().metricDimensions())
        .isEqualTo(
            Map.of(
                "Service", "EC2",
                "Type", "Resource",
                "Resource", "vCPU",
                "Class", "Standard/OnDemand"));
  }

  @Test
  void getServiceQuota_withoutAnAppliedValue_isNotRetrieved() {
    assertThat(asked("ec2", ADDRESSES)).isEqualTo(UNKNOWN);
  }

  @Test
  void getServiceQuota_ofAnUnknownOne_isRefused() {
    assertThat(asked("ec2", "L-00000000")).isEqualTo(UNKNOWN);
  }

  private Refused asked(String service, String code) {
    return Refused.by(
        () -> quotas.getServiceQuota(get -> get.serviceCode(service).quotaCode(code)));
  }

  @Test
  void getAwsDefaultServiceQuota_saysWhatEveryAccountHas() {
    if (!knowsEc2()) {
      assertThat(
              Refused.by(
                  () ->
                      quotas.getAWSDefaultServiceQuota(
                          get -> get.serviceCode("ec2").quotaCode(ADDRESSES))))
          .isNotEqualTo(Refused.NOT);
      return;
    }
    assertThat(
            quotas
                .getAWSDefaultServiceQuota(get -> get.serviceCode("ec2").quotaCode(ADDRESSES))
                .quota()
                .value())
        .isEqualTo(5);
  }

  @Test
  void describeAccountAttributes_countsInstances() {
    if (!world.expected(KnownDifference.RDS_COUNTS_NOTHING, true, false)) {
      assertThat(Refused.by(rds::describeAccountAttributes)).isNotEqualTo(Refused.NOT);
      return;
    }
    long before = instances();
    world.database("eu-west-1", "counted");

    assertThat(instances()).isEqualTo(before + 1);
  }

  private long instances() {
    return rds.describeAccountAttributes().accountQuotas().stream()
        .filter(quota -> quota.accountQuotaName().equals("DBInstances"))
        .findFirst()
        .orElseThrow()
        .used();
  }
}
