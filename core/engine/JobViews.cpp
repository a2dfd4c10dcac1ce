// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/JobViews.h"

#include "jobs/ResultsFolder.h"
#include "notebook/NotebookIo.h"

#include <QFileInfo>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::engine {

JobViews::JobViews(jobs::JobQueue& queue, Worker& worker, QObject* parent)
    : QObject(parent), m_queue(queue), m_worker(worker) {
  connect(&queue, &jobs::JobQueue::cellsChanged, this, &JobViews::onCells);
  connect(&queue, &jobs::JobQueue::runEnded, this, &JobViews::onRunEnded);
}

void JobViews::onCells(const QString& job, const std::vector<int>& cells) {
  const jobs::JobRunner* runner = m_queue.runner(job);
  const notebook::Notebook* notebook = runner ? runner->notebook() : nullptr;
  if (!notebook) return;
  if (const auto following = m_following.find(job); following != m_following.end()) {
    for (const OutputChunk& chunk : following->follower.take(job, *notebook, cells)) Q_EMIT outputArrived(chunk);
  }
  if (const auto state = m_states.find(job); state != m_states.end()) {
    ++state->revision;
    state->cells.resize(static_cast<size_t>(notebook->cellCount()), state->revision);
    for (const int cell : cells) {
      if (cell >= 0 && cell < notebook->cellCount()) state->cells[static_cast<size_t>(cell)] = state->revision;
    }
    Q_EMIT viewChanged(job, state->revision);
  }
}

void JobViews::onRunEnded(const QString& job) {
  const jobs::JobRunner* runner = m_queue.runner(job);
  const notebook::Notebook* notebook = runner ? runner->notebook() : nullptr;
  if (const auto following = m_following.find(job); following != m_following.end() && notebook) {
    for (const OutputChunk& chunk : following->follower.takeAll(job, *notebook)) Q_EMIT outputArrived(chunk);
  }
  if (const auto state = m_states.find(job); state != m_states.end()) {
    ++state->revision;  // counts and widget state are final now: everything again
    std::fill(state->cells.begin(), state->cells.end(), state->revision);
    Q_EMIT viewChanged(job, state->revision);
  }
}

NotebookView JobViews::viewOf(const QString& job, const notebook::Notebook& notebook, qint64 since, int running) {
  State& state = m_states[job];
  state.cells.resize(static_cast<size_t>(notebook.cellCount()), state.revision);
  if (state.running != running) {
    ++state.revision;
    for (const int cell : {state.running, running}) {
      if (cell >= 0 && cell < notebook.cellCount()) state.cells[static_cast<size_t>(cell)] = state.revision;
    }
    state.running = running;
  }
  NotebookView view{
      .job = job, .revision = state.revision, .cellCount = notebook.cellCount(), .language = notebook.language()};
  for (int i = 0; i < notebook.cellCount(); ++i) {
    if (state.cells[static_cast<size_t>(i)] > since) view.cells.push_back(cellView(notebook, i, i == running));
  }
  return view;
}

void JobViews::load(const QString& job, std::function<void(Result<notebook::Notebook>)> then) {
  auto row = m_queue.services().store.job(job);
  if (!row.ok() || !*row) {
    then(row.ok() ? Error{.code = ErrorCode::UsageUnknownJob, .params = {{u"job"_s, job}}} : row.error());
    return;
  }
  const jobs::ResultsFolder folder((*row)->resultsDir);
  const QString stored = m_queue.services().inputs.path(stringAt((*row)->spec, "input_sha256"));
  m_worker.run<Result<notebook::Notebook>>(
      this,
      [folder, stored] {
        if (QFileInfo::exists(folder.executedPath())) return notebook::readNotebook(folder.executedPath());
        return notebook::readNotebook(stored);
      },
      std::move(then));
}

void JobViews::view(const QString& job, qint64 since, std::function<void(Result<NotebookView>)> reply) {
  const jobs::JobRunner* runner = m_queue.runner(job);
  if (runner && runner->notebook()) {
    reply(viewOf(job, *runner->notebook(), since, runner->progress().runningCell));
    return;
  }
  if (const auto state = m_states.constFind(job); state != m_states.cend() && since >= state->revision && !runner) {
    reply(NotebookView{.job = job, .revision = state->revision, .cellCount = static_cast<int>(state->cells.size())});
    return;
  }
  load(job, [this, job, since, reply](Result<notebook::Notebook> loaded) {
    reply(loaded.ok() ? Result<NotebookView>(viewOf(job, *loaded, since, -1)) : loaded.error());
  });
}

void JobViews::follow(const QString& job, std::function<void(Result<std::vector<OutputChunk>>)> reply) {
  const jobs::JobRunner* runner = m_queue.runner(job);
  Following& following = m_following[job];
  ++following.count;
  // Before the first cell runs the notebook holds what it was submitted with, which nobody wants told.
  const bool begun = runner && runner->notebook() && runner->row().state != jobs::toWord(JobState::Starting);
  if (begun) {
    if (following.count == 1) {
      reply(following.follower.takeAll(job, *runner->notebook()));
      return;
    }
    // What the others have been told, then everybody goes on together.
    for (const OutputChunk& chunk : following.follower.takeAll(job, *runner->notebook())) Q_EMIT outputArrived(chunk);
    reply(OutputFollower().takeAll(job, *runner->notebook()));
    return;
  }
  auto row = m_queue.services().store.job(job);
  const auto state = row.ok() && *row ? jobs::jobStateFromWord((*row)->state) : std::nullopt;
  if (!state || !jobs::isFinal(*state)) {
    reply(std::vector<OutputChunk>{});  // not begun: everything comes as it happens
    return;
  }
  load(job, [job, reply](Result<notebook::Notebook> loaded) {
    reply(loaded.ok() ? Result<std::vector<OutputChunk>>(OutputFollower().takeAll(job, *loaded)) : loaded.error());
  });
}

void JobViews::unfollow(const QString& job) {
  const auto following = m_following.find(job);
  if (following != m_following.end() && --following->count <= 0) m_following.erase(following);
}

}  // namespace cc::engine
