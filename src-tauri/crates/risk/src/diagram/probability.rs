//! Exact probabilities: one pass over a diagram, and how each event pulls on the top.

use super::binary::Binary;

impl Binary {
    /// The probability of the top; `probability` by event. Exact for independent events.
    pub fn probability(&self, probability: &[f64]) -> f64 {
        let values = self.values(probability);
        values[self.root as usize]
    }

    fn values(&self, probability: &[f64]) -> Vec<f64> {
        let mut values = vec![0.0, 1.0];
        values.reserve(self.nodes.len());
        for node in &self.nodes[2..] {
            let p = probability[self.events[node.level as usize] as usize];
            values.push(p * values[node.high as usize] + (1.0 - p) * values[node.low as usize]);
        }
        values
    }

    /// The probability of the top, and for each event how much it rises when the event goes from never to always
    /// (Birnbaum 1969), in the order of `self.events`. One pass up and one down, as for any derivative.
    pub fn pull(&self, probability: &[f64]) -> (f64, Vec<f64>) {
        let values = self.values(probability);
        let mut weight = vec![0.0; self.nodes.len()];
        let mut pull = vec![0.0; self.events.len()];
        weight[self.root as usize] = 1.0;
        for (index, node) in self.nodes.iter().enumerate().skip(2).rev() {
            let reach = weight[index];
            let level = node.level as usize;
            let p = probability[self.events[level] as usize];
            pull[level] += reach * (values[node.high as usize] - values[node.low as usize]);
            weight[node.high as usize] += reach * p;
            weight[node.low as usize] += reach * (1.0 - p);
        }
        (values[self.root as usize], pull)
    }
}
