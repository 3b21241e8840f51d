//! The comparison as an operator of DataFusion: two inputs, shared out by their keys and sorted by them,
//! and only what differs comes out. Both the shares and the order are asked for, so that the engine, this one
//! or a distributed one, moves and sorts the rows as it sees fit.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use async_trait::async_trait;
use ballast_compare::Plan;
use datafusion::catalog::Session;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{DFSchema, DFSchemaRef, Result, internal_err};
use datafusion::execution::context::{QueryPlanner, SessionState};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::physical_planning_context::PhysicalPlanningContext;
use datafusion::logical_expr::{
    Expr, Extension, LogicalPlan, LogicalPlanBuilder, UserDefinedLogicalNode, UserDefinedLogicalNodeCore,
};
use datafusion::physical_expr::{Distribution, EquivalenceProperties, OrderingRequirements, PhysicalExpr};
use datafusion::physical_plan::execution_plan::{Boundedness, EmissionType};
use datafusion::physical_plan::expressions::Column;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{
    ChildrenPropertiesMode, DisplayAs, DisplayFormatType, ExecutionPlan, ExecutionPlanProperties,
    InputDistributionRequirements, PlanProperties, ReplaceChildrenOptions,
};
use datafusion::physical_planner::{DefaultPhysicalPlanner, ExtensionPlanner, PhysicalPlanner};

use crate::differing;
use crate::merge::Merge;
use crate::progress::Pace;
use crate::table::{BUCKET, KEY, ascending};

/// The operator. What it compares is in its [`Plan`], which is all that another machine needs to make it.
#[derive(Debug)]
pub struct MergeCompareExec {
    plan: Arc<Plan>,
    old: Arc<dyn ExecutionPlan>,
    new: Arc<dyn ExecutionPlan>,
    properties: Arc<PlanProperties>,
}

impl MergeCompareExec {
    /// Both inputs have the columns of [`crate::table::schema`].
    #[must_use]
    pub fn new(plan: Arc<Plan>, old: Arc<dyn ExecutionPlan>, new: Arc<dyn ExecutionPlan>) -> Self {
        let schema = differing::schema();
        let order = ascending(0, "key");
        let properties = PlanProperties::new(
            EquivalenceProperties::new_with_orderings(schema, order),
            datafusion::physical_plan::Partitioning::UnknownPartitioning(
                old.output_partitioning().partition_count(),
            ),
            EmissionType::Incremental,
            Boundedness::Bounded,
        );
        Self { plan, old, new, properties: Arc::new(properties) }
    }

    /// The plan, for a worker on another machine.
    #[must_use]
    pub fn plan(&self) -> &Arc<Plan> {
        &self.plan
    }
}

impl DisplayAs for MergeCompareExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MergeCompareExec: key={:?}", self.plan.spec.key)
    }
}

impl ExecutionPlan for MergeCompareExec {
    fn name(&self) -> &'static str {
        "MergeCompareExec"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn input_distribution_requirements(&self) -> InputDistributionRequirements {
        let bucket: Arc<dyn PhysicalExpr> = Arc::new(Column::new("bucket", BUCKET));
        let by_bucket = Distribution::KeyPartitioned(vec![bucket]);
        InputDistributionRequirements::co_partitioned(vec![by_bucket.clone(), by_bucket])
    }

    fn required_input_ordering(&self) -> Vec<Option<OrderingRequirements>> {
        let order = ascending(KEY, "key").map(OrderingRequirements::from);
        vec![order.clone(), order]
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![&self.old, &self.new]
    }

    fn replace_children(
        self: Arc<Self>,
        children: Vec<Arc<dyn ExecutionPlan>>,
        _: ReplaceChildrenOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        match <[_; 2]>::try_from(children) {
            Ok([old, new]) => Ok(Arc::new(Self::new(Arc::clone(&self.plan), old, new))),
            Err(_) => internal_err!("a comparison has two inputs"),
        }
    }

    fn with_new_children(
        self: Arc<Self>,
        children: Vec<Arc<dyn ExecutionPlan>>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        self.replace_children(children, ReplaceChildrenOptions::new(ChildrenPropertiesMode::Recompute))
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let pace = context.session_config().get_extension::<Pace>();
        let old = self.old.execute(partition, Arc::clone(&context))?;
        let new = self.new.execute(partition, context)?;
        let merge = Merge::new(Arc::clone(&self.plan), old, new, pace)?;
        let batches = futures::stream::try_unfold(merge, |mut merge| async move {
            Ok(merge.next().await?.map(|batch| (batch, merge)))
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(differing::schema(), batches)))
    }
}

/// The comparison in a logical plan.
#[derive(Debug, Clone)]
pub struct MergeCompare {
    plan: Arc<Plan>,
    /// The plan as text, by which two nodes are told apart.
    text: Arc<str>,
    old: LogicalPlan,
    new: LogicalPlan,
    schema: DFSchemaRef,
}

impl PartialEq for MergeCompare {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text && self.old == other.old && self.new == other.new
    }
}

impl Eq for MergeCompare {}

impl PartialOrd for MergeCompare {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        (&self.text, &self.old, &self.new).partial_cmp(&(&other.text, &other.old, &other.new))
    }
}

impl Hash for MergeCompare {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.text, &self.old, &self.new).hash(state);
    }
}

impl UserDefinedLogicalNodeCore for MergeCompare {
    fn name(&self) -> &'static str {
        "MergeCompare"
    }

    fn inputs(&self) -> Vec<&LogicalPlan> {
        vec![&self.old, &self.new]
    }

    fn schema(&self) -> &DFSchemaRef {
        &self.schema
    }

    fn expressions(&self) -> Vec<Expr> {
        Vec::new()
    }

    fn fmt_for_explain(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MergeCompare: key={:?}", self.plan.spec.key)
    }

    fn with_exprs_and_inputs(&self, _: Vec<Expr>, inputs: Vec<LogicalPlan>) -> Result<Self> {
        match <[_; 2]>::try_from(inputs) {
            Ok([old, new]) => Ok(Self { old, new, ..self.clone() }),
            Err(_) => internal_err!("a comparison has two inputs"),
        }
    }
}

/// Makes the operator of its logical node.
#[derive(Debug)]
pub struct ComparePlanner;

#[async_trait]
impl ExtensionPlanner for ComparePlanner {
    async fn plan_extension(
        &self,
        _: &dyn PhysicalPlanner,
        node: &dyn UserDefinedLogicalNode,
        _: &[&LogicalPlan],
        inputs: &[Arc<dyn ExecutionPlan>],
        _: &dyn Session,
        _: &PhysicalPlanningContext,
    ) -> Result<Option<Arc<dyn ExecutionPlan>>> {
        let (Some(node), [old, new]) = (node.as_any().downcast_ref::<MergeCompare>(), inputs) else {
            return Ok(None);
        };
        let operator = MergeCompareExec::new(Arc::clone(&node.plan), Arc::clone(old), Arc::clone(new));
        Ok(Some(Arc::new(operator)))
    }
}

#[async_trait]
impl QueryPlanner for ComparePlanner {
    async fn create_physical_plan(
        &self,
        plan: &LogicalPlan,
        session: &dyn Session,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let planner = DefaultPhysicalPlanner::with_extension_planners(vec![Arc::new(Self)]);
        planner.create_physical_plan(plan, session).await
    }
}

/// The whole comparison, for any session that has a [`ComparePlanner`]: everything that differs, in the order
/// of the keys, in one stream.
pub async fn physical_plan(
    session: &SessionState,
    plan: &Arc<Plan>,
    old: LogicalPlan,
    new: LogicalPlan,
) -> Result<Arc<dyn ExecutionPlan>> {
    let text = serde_json::to_string(plan.as_ref())
        .map_err(|error| datafusion::error::DataFusionError::External(Box::new(error)))?;
    let schema = DFSchema::try_from(differing::schema())?;
    let node =
        MergeCompare { plan: Arc::clone(plan), text: Arc::from(text), old, new, schema: Arc::new(schema) };
    let node = LogicalPlan::Extension(Extension { node: Arc::new(node) });
    let key = datafusion::logical_expr::col("key").sort(true, true);
    let sorted = LogicalPlanBuilder::from(node).sort([key])?.build()?;
    session.create_physical_plan(&sorted).await
}
