//! The operator on its way to another machine: its plan is all there is to it.

use std::sync::Arc;

use ballast_compare::Plan;
use ballast_compare_program::operator::MergeCompareExec;
use datafusion::common::internal_err;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::TaskContext;
use datafusion::physical_plan::ExecutionPlan;
use datafusion_proto::physical_plan::{PhysicalExtensionCodec, PhysicalProtoConverterExtension};

#[derive(Clone, Copy, Debug)]
pub struct Codec;

impl PhysicalExtensionCodec for Codec {
    fn try_decode(
        &self,
        bytes: &[u8],
        inputs: &[Arc<dyn ExecutionPlan>],
        _: &TaskContext,
        _: &dyn PhysicalProtoConverterExtension,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let plan: Plan =
            serde_json::from_slice(bytes).map_err(|error| DataFusionError::External(Box::new(error)))?;
        let [old, new] = inputs else { return internal_err!("a comparison has two inputs") };
        Ok(Arc::new(MergeCompareExec::new(Arc::new(plan), Arc::clone(old), Arc::clone(new))))
    }

    fn try_encode(
        &self,
        node: Arc<dyn ExecutionPlan>,
        bytes: &mut Vec<u8>,
        _: &dyn PhysicalProtoConverterExtension,
    ) -> Result<()> {
        let Some(operator) = node.downcast_ref::<MergeCompareExec>() else {
            return internal_err!("{} is no comparison", node.name());
        };
        serde_json::to_writer(bytes, operator.plan().as_ref())
            .map_err(|error| DataFusionError::External(Box::new(error)))
    }
}
